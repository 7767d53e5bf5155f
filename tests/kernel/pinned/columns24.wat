;; columns24 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/sparse/columns24 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  local.get $5
  i32.const 3
  i32.shl
  local.set $21
  local.get $1
  i32.load
  local.set $5
  i32.const 1
  local.set $8
  loop $for-loop|0
   local.get $0
   local.get $8
   i32.ge_s
   if
    local.get $1
    local.get $8
    i32.const 2
    i32.shl
    i32.add
    i32.load
    local.set $22
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $9
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $10
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $11
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $12
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $15
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $16
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $17
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $18
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $19
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $20
    loop $for-loop|1
     local.get $5
     local.get $22
     i32.lt_s
     if
      local.get $5
      i32.const 0
      i32.lt_s
      if
       call $assembly/linalg/rolled/notUnrolled
      end
      local.get $4
      local.get $2
      local.get $5
      i32.const 2
      i32.shl
      i32.add
      i32.load
      local.get $21
      i32.mul
      i32.add
      local.tee $23
      v128.load
      local.get $3
      local.get $5
      i32.const 3
      i32.shl
      i32.add
      v128.load64_splat
      local.tee $7
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $23
      v128.load offset=16
      local.get $7
      f64x2.mul
      local.get $10
      f64x2.add
      local.set $10
      local.get $23
      v128.load offset=32
      local.get $7
      f64x2.mul
      local.get $11
      f64x2.add
      local.set $11
      local.get $23
      v128.load offset=48
      local.get $7
      f64x2.mul
      local.get $12
      f64x2.add
      local.set $12
      local.get $23
      v128.load offset=64
      local.get $7
      f64x2.mul
      local.get $13
      f64x2.add
      local.set $13
      local.get $23
      v128.load offset=80
      local.get $7
      f64x2.mul
      local.get $14
      f64x2.add
      local.set $14
      local.get $23
      v128.load offset=96
      local.get $7
      f64x2.mul
      local.get $15
      f64x2.add
      local.set $15
      local.get $23
      v128.load offset=112
      local.get $7
      f64x2.mul
      local.get $16
      f64x2.add
      local.set $16
      local.get $23
      v128.load offset=128
      local.get $7
      f64x2.mul
      local.get $17
      f64x2.add
      local.set $17
      local.get $23
      v128.load offset=144
      local.get $7
      f64x2.mul
      local.get $18
      f64x2.add
      local.set $18
      local.get $23
      v128.load offset=160
      local.get $7
      f64x2.mul
      local.get $19
      f64x2.add
      local.set $19
      local.get $23
      v128.load offset=176
      local.get $7
      f64x2.mul
      local.get $20
      f64x2.add
      local.set $20
      local.get $5
      i32.const 1
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $6
    local.get $9
    v128.store
    local.get $6
    local.get $10
    v128.store offset=16
    local.get $6
    local.get $11
    v128.store offset=32
    local.get $6
    local.get $12
    v128.store offset=48
    local.get $6
    local.get $13
    v128.store offset=64
    local.get $6
    local.get $14
    v128.store offset=80
    local.get $6
    local.get $15
    v128.store offset=96
    local.get $6
    local.get $16
    v128.store offset=112
    local.get $6
    local.get $17
    v128.store offset=128
    local.get $6
    local.get $18
    v128.store offset=144
    local.get $6
    local.get $19
    v128.store offset=160
    local.get $6
    local.get $20
    v128.store offset=176
    local.get $6
    local.get $21
    i32.add
    local.set $6
    local.get $8
    i32.const 1
    i32.add
    local.set $8
    br $for-loop|0
   end
  end
 )
