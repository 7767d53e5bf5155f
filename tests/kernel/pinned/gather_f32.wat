;; gather<f32> in the strict build; made by scripts/pin-wat.ts
 (func $assembly/spiking/rows/gather<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 i32)
  local.get $2
  i32.const 2
  i32.shl
  local.set $8
  loop $for-loop|0
   local.get $5
   i32.const 128
   i32.add
   local.get $8
   i32.le_u
   if
    local.get $3
    local.get $5
    i32.add
    local.set $15
    local.get $4
    if (result v128)
     local.get $15
     v128.load
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $6
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=16
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $7
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=32
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $9
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=48
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $10
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=64
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $11
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=80
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $12
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=96
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $13
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=112
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $14
    local.get $0
    local.set $2
    loop $for-loop|1
     local.get $1
     local.get $2
     i32.gt_u
     if
      local.get $6
      local.get $2
      i32.load
      local.get $5
      i32.add
      local.tee $16
      v128.load
      f32x4.add
      local.set $6
      local.get $7
      local.get $16
      v128.load offset=16
      f32x4.add
      local.set $7
      local.get $9
      local.get $16
      v128.load offset=32
      f32x4.add
      local.set $9
      local.get $10
      local.get $16
      v128.load offset=48
      f32x4.add
      local.set $10
      local.get $11
      local.get $16
      v128.load offset=64
      f32x4.add
      local.set $11
      local.get $12
      local.get $16
      v128.load offset=80
      f32x4.add
      local.set $12
      local.get $13
      local.get $16
      v128.load offset=96
      f32x4.add
      local.set $13
      local.get $14
      local.get $16
      v128.load offset=112
      f32x4.add
      local.set $14
      local.get $2
      i32.const 4
      i32.add
      local.set $2
      br $for-loop|1
     end
    end
    local.get $15
    local.get $6
    v128.store
    local.get $15
    local.get $7
    v128.store offset=16
    local.get $15
    local.get $9
    v128.store offset=32
    local.get $15
    local.get $10
    v128.store offset=48
    local.get $15
    local.get $11
    v128.store offset=64
    local.get $15
    local.get $12
    v128.store offset=80
    local.get $15
    local.get $13
    v128.store offset=96
    local.get $15
    local.get $14
    v128.store offset=112
    local.get $5
    i32.const 128
    i32.add
    local.set $5
    br $for-loop|0
   end
  end
  loop $for-loop|2
   local.get $5
   i32.const 32
   i32.add
   local.get $8
   i32.le_u
   if
    local.get $3
    local.get $5
    i32.add
    local.set $15
    local.get $4
    if (result v128)
     local.get $15
     v128.load
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $6
    local.get $4
    if (result v128)
     local.get $15
     v128.load offset=16
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $7
    local.get $0
    local.set $2
    loop $for-loop|3
     local.get $1
     local.get $2
     i32.gt_u
     if
      local.get $6
      local.get $2
      i32.load
      local.get $5
      i32.add
      local.tee $16
      v128.load
      f32x4.add
      local.set $6
      local.get $7
      local.get $16
      v128.load offset=16
      f32x4.add
      local.set $7
      local.get $2
      i32.const 4
      i32.add
      local.set $2
      br $for-loop|3
     end
    end
    local.get $15
    local.get $6
    v128.store
    local.get $15
    local.get $7
    v128.store offset=16
    local.get $5
    i32.const 32
    i32.add
    local.set $5
    br $for-loop|2
   end
  end
  loop $for-loop|4
   local.get $5
   local.get $8
   i32.lt_u
   if
    local.get $4
    if (result v128)
     local.get $3
     local.get $5
     i32.add
     v128.load
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $6
    local.get $0
    local.set $2
    loop $for-loop|5
     local.get $1
     local.get $2
     i32.gt_u
     if
      local.get $6
      local.get $2
      i32.load
      local.get $5
      i32.add
      v128.load
      f32x4.add
      local.set $6
      local.get $2
      i32.const 4
      i32.add
      local.set $2
      br $for-loop|5
     end
    end
    local.get $3
    local.get $5
    i32.add
    local.get $6
    v128.store
    local.get $5
    i32.const 16
    i32.add
    local.set $5
    br $for-loop|4
   end
  end
 )
