;; advanceRow<f32> in the strict build; made by scripts/pin-wat.ts
 (func $assembly/spiking/plasticity/advanceRow<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 f32)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 i32)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  local.get $7
  f32x4.splat
  local.set $10
  local.get $2
  i32.const 2
  i32.shl
  local.set $14
  local.get $5
  local.get $6
  i32.const 3
  i32.shl
  i32.add
  local.set $15
  loop $for-loop|0
   local.get $8
   i32.const -64
   i32.sub
   local.get $14
   i32.le_u
   if
    local.get $0
    local.get $8
    i32.add
    local.tee $2
    v128.load
    local.set $9
    local.get $2
    v128.load offset=16
    local.set $11
    local.get $2
    v128.load offset=32
    local.set $12
    local.get $2
    v128.load offset=48
    local.set $13
    local.get $3
    local.get $8
    i32.add
    local.set $6
    local.get $5
    local.set $2
    loop $for-loop|1
     local.get $2
     local.get $15
     i32.lt_u
     if
      local.get $9
      local.get $2
      i32.const 4
      i32.add
      v128.load32_splat
      local.tee $16
      local.get $2
      v128.load32_splat
      local.tee $17
      local.get $6
      v128.load
      f32x4.mul
      local.tee $9
      f32x4.sub
      f32x4.mul
      local.get $10
      local.get $9
      f32x4.mul
      f32x4.add
      local.set $9
      local.get $11
      local.get $16
      local.get $17
      local.get $6
      v128.load offset=16
      f32x4.mul
      local.tee $11
      f32x4.sub
      f32x4.mul
      local.get $10
      local.get $11
      f32x4.mul
      f32x4.add
      local.set $11
      local.get $12
      local.get $16
      local.get $17
      local.get $6
      v128.load offset=32
      f32x4.mul
      local.tee $12
      f32x4.sub
      f32x4.mul
      local.get $10
      local.get $12
      f32x4.mul
      f32x4.add
      local.set $12
      local.get $13
      local.get $16
      local.get $17
      local.get $6
      v128.load offset=48
      f32x4.mul
      local.tee $13
      f32x4.sub
      f32x4.mul
      local.get $10
      local.get $13
      f32x4.mul
      f32x4.add
      local.set $13
      local.get $2
      i32.const 8
      i32.add
      local.set $2
      local.get $4
      local.get $6
      i32.add
      local.set $6
      br $for-loop|1
     end
    end
    local.get $1
    local.get $8
    i32.add
    local.tee $2
    local.get $9
    v128.store
    local.get $2
    local.get $11
    v128.store offset=16
    local.get $2
    local.get $12
    v128.store offset=32
    local.get $2
    local.get $13
    v128.store offset=48
    local.get $8
    i32.const -64
    i32.sub
    local.set $8
    br $for-loop|0
   end
  end
  loop $for-loop|2
   local.get $8
   local.get $14
   i32.lt_u
   if
    local.get $0
    local.get $8
    i32.add
    v128.load
    local.set $9
    local.get $3
    local.get $8
    i32.add
    local.set $6
    local.get $5
    local.set $2
    loop $for-loop|3
     local.get $2
     local.get $15
     i32.lt_u
     if
      local.get $9
      local.get $2
      i32.const 4
      i32.add
      v128.load32_splat
      local.get $2
      v128.load32_splat
      local.get $6
      v128.load
      f32x4.mul
      local.tee $9
      f32x4.sub
      f32x4.mul
      local.get $10
      local.get $9
      f32x4.mul
      f32x4.add
      local.set $9
      local.get $2
      i32.const 8
      i32.add
      local.set $2
      local.get $4
      local.get $6
      i32.add
      local.set $6
      br $for-loop|3
     end
    end
    local.get $1
    local.get $8
    i32.add
    local.get $9
    v128.store
    local.get $8
    i32.const 16
    i32.add
    local.set $8
    br $for-loop|2
   end
  end
 )
