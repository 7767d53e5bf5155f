;; subtractColumns in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/qr/subtractColumns (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 v128)
  local.get $1
  local.get $0
  i32.const 6
  i32.shl
  i32.add
  local.set $22
  local.get $3
  local.set $9
  loop $for-loop|0
   local.get $2
   local.get $15
   i32.gt_s
   if
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $16
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $17
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $18
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $19
    local.get $3
    local.set $12
    local.get $9
    local.tee $11
    local.set $3
    local.get $11
    local.get $0
    i32.const 3
    i32.shl
    i32.add
    local.set $9
    local.get $1
    local.set $10
    loop $for-loop|1
     local.get $10
     local.get $22
     i32.lt_u
     if
      local.get $10
      v128.load
      local.get $20
      local.get $12
      v128.load64_splat
      local.tee $25
      f64x2.mul
      f64x2.sub
      local.set $26
      local.get $10
      v128.load offset=32
      local.get $21
      local.get $25
      f64x2.mul
      f64x2.sub
      local.set $23
      local.get $10
      v128.load offset=48
      local.get $13
      local.get $25
      f64x2.mul
      f64x2.sub
      local.set $24
      local.get $10
      local.get $10
      v128.load offset=16
      local.get $14
      local.get $25
      f64x2.mul
      f64x2.sub
      local.tee $25
      v128.store offset=16
      local.get $10
      local.get $26
      v128.store
      local.get $10
      local.get $24
      v128.store offset=48
      local.get $10
      local.get $23
      v128.store offset=32
      local.get $16
      local.get $26
      local.get $11
      v128.load64_splat
      local.tee $26
      f64x2.mul
      f64x2.add
      local.set $16
      local.get $17
      local.get $25
      local.get $26
      f64x2.mul
      f64x2.add
      local.set $17
      local.get $18
      local.get $23
      local.get $26
      f64x2.mul
      f64x2.add
      local.set $18
      local.get $19
      local.get $24
      local.get $26
      f64x2.mul
      f64x2.add
      local.set $19
      local.get $12
      i32.const 8
      i32.add
      local.set $12
      local.get $11
      i32.const 8
      i32.add
      local.set $11
      local.get $10
      i32.const -64
      i32.sub
      local.set $10
      br $for-loop|1
     end
    end
    local.get $16
    local.get $4
    local.get $15
    i32.const 3
    i32.shl
    i32.add
    v128.load64_splat
    local.tee $13
    f64x2.mul
    local.set $14
    local.get $17
    local.get $13
    f64x2.mul
    local.set $16
    local.get $18
    local.get $13
    f64x2.mul
    local.set $17
    local.get $19
    local.get $13
    f64x2.mul
    local.set $18
    local.get $7
    if
     local.get $6
     local.get $16
     v128.store offset=16
     local.get $6
     local.get $14
     v128.store
     local.get $6
     local.get $18
     v128.store offset=48
     local.get $6
     local.get $17
     v128.store offset=32
     i32.const 0
     local.set $11
     loop $for-loop|2
      local.get $11
      local.get $5
      i32.const 3
      i32.shl
      i32.lt_u
      if
       local.get $7
       local.get $11
       i32.add
       local.get $6
       local.get $11
       i32.add
       f64.load
       f64.store
       local.get $11
       i32.const 8
       i32.add
       local.set $11
       br $for-loop|2
      end
     end
     local.get $7
     local.get $8
     i32.const 3
     i32.shl
     i32.add
     local.set $7
    end
    local.get $14
    local.get $13
    f64x2.mul
    local.set $20
    local.get $16
    local.get $13
    f64x2.mul
    local.set $14
    local.get $17
    local.get $13
    f64x2.mul
    local.set $21
    local.get $18
    local.get $13
    f64x2.mul
    local.set $13
    local.get $15
    i32.const 1
    i32.add
    local.set $15
    br $for-loop|0
   end
  end
  local.get $6
  local.get $14
  v128.store offset=16
  local.get $6
  local.get $20
  v128.store
  local.get $6
  local.get $13
  v128.store offset=48
  local.get $6
  local.get $21
  v128.store offset=32
 )
