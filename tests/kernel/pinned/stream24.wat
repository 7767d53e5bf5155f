;; stream24 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/sparse/stream24 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
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
  (local $19 i32)
  (local $20 i32)
  (local $21 i32)
  (local $22 i32)
  local.get $4
  i32.const 3
  i32.shl
  local.set $19
  local.get $1
  local.get $0
  i32.const 2
  i32.shl
  i32.add
  local.set $20
  local.get $2
  local.get $1
  i32.load
  i32.const 4
  i32.shl
  i32.add
  local.tee $4
  i32.load offset=4
  local.set $0
  loop $while-continue|0
   local.get $1
   local.get $20
   i32.lt_u
   if
    local.get $2
    local.get $1
    i32.const 4
    i32.add
    local.tee $1
    i32.load
    i32.const 4
    i32.shl
    i32.add
    local.set $21
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $8
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
    loop $while-continue|1
     local.get $4
     local.get $21
     i32.lt_u
     if
      local.get $4
      i32.eqz
      if
       call $assembly/linalg/rolled/forever
       unreachable
      end
      local.get $0
      local.get $3
      i32.add
      local.set $22
      local.get $4
      i32.load offset=20
      local.set $0
      local.get $22
      v128.load
      local.get $4
      i32.const 8
      i32.add
      v128.load64_splat
      local.tee $6
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $22
      v128.load offset=16
      local.get $6
      f64x2.mul
      local.get $8
      f64x2.add
      local.set $8
      local.get $22
      v128.load offset=32
      local.get $6
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $22
      v128.load offset=48
      local.get $6
      f64x2.mul
      local.get $10
      f64x2.add
      local.set $10
      local.get $22
      v128.load offset=64
      local.get $6
      f64x2.mul
      local.get $11
      f64x2.add
      local.set $11
      local.get $22
      v128.load offset=80
      local.get $6
      f64x2.mul
      local.get $12
      f64x2.add
      local.set $12
      local.get $22
      v128.load offset=96
      local.get $6
      f64x2.mul
      local.get $13
      f64x2.add
      local.set $13
      local.get $22
      v128.load offset=112
      local.get $6
      f64x2.mul
      local.get $14
      f64x2.add
      local.set $14
      local.get $22
      v128.load offset=128
      local.get $6
      f64x2.mul
      local.get $15
      f64x2.add
      local.set $15
      local.get $22
      v128.load offset=144
      local.get $6
      f64x2.mul
      local.get $16
      f64x2.add
      local.set $16
      local.get $22
      v128.load offset=160
      local.get $6
      f64x2.mul
      local.get $17
      f64x2.add
      local.set $17
      local.get $22
      v128.load offset=176
      local.get $6
      f64x2.mul
      local.get $18
      f64x2.add
      local.set $18
      local.get $4
      i32.const 16
      i32.add
      local.set $4
      br $while-continue|1
     end
    end
    local.get $5
    local.get $8
    v128.store offset=16
    local.get $5
    local.get $7
    v128.store
    local.get $5
    local.get $10
    v128.store offset=48
    local.get $5
    local.get $9
    v128.store offset=32
    local.get $5
    local.get $12
    v128.store offset=80
    local.get $5
    local.get $11
    v128.store offset=64
    local.get $5
    local.get $14
    v128.store offset=112
    local.get $5
    local.get $13
    v128.store offset=96
    local.get $5
    local.get $16
    v128.store offset=144
    local.get $5
    local.get $15
    v128.store offset=128
    local.get $5
    local.get $18
    v128.store offset=176
    local.get $5
    local.get $17
    v128.store offset=160
    local.get $5
    local.get $19
    i32.add
    local.set $5
    br $while-continue|0
   end
  end
 )
