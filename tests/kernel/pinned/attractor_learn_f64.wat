;; attractor_learn_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/attractor/learn/attractor_learn_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 i32)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 i32)
  (local $16 i32)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 v128)
  (local $23 i32)
  (local $24 v128)
  (local $25 v128)
  local.get $1
  i32.const 3
  i32.shl
  local.set $15
  loop $for-loop|0
   local.get $6
   local.get $15
   i32.lt_u
   if
    local.get $2
    local.get $6
    i32.add
    local.tee $1
    v128.load64_splat
    local.set $10
    local.get $1
    v128.load64_splat offset=8
    local.set $11
    local.get $1
    v128.load64_splat offset=16
    local.set $12
    local.get $1
    v128.load64_splat offset=24
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $5
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $8
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $9
    i32.const 0
    local.set $1
    loop $for-loop|1
     local.get $1
     local.get $6
     i32.lt_u
     if
      local.get $10
      local.get $1
      local.get $3
      i32.add
      v128.load
      local.tee $14
      f64x2.mul
      local.get $0
      local.get $1
      i32.add
      local.tee $16
      v128.load
      f64x2.add
      local.set $17
      local.get $16
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $5
      f64x2.add
      local.set $5
      local.get $11
      local.get $14
      f64x2.mul
      local.get $15
      local.get $16
      i32.add
      local.tee $20
      v128.load
      f64x2.add
      local.set $17
      local.get $20
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $12
      local.get $14
      f64x2.mul
      local.get $16
      local.get $15
      i32.const 1
      i32.shl
      i32.add
      local.tee $20
      v128.load
      f64x2.add
      local.set $17
      local.get $20
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $8
      f64x2.add
      local.set $8
      local.get $13
      local.get $14
      f64x2.mul
      local.get $16
      local.get $15
      i32.const 3
      i32.mul
      i32.add
      local.tee $16
      v128.load
      f64x2.add
      local.set $17
      local.get $16
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|1
     end
    end
    local.get $10
    local.get $3
    local.get $6
    i32.add
    local.tee $16
    v128.load
    local.tee $17
    f64.const 0
    f64x2.replace_lane 0
    f64x2.mul
    local.get $0
    local.get $6
    i32.add
    local.tee $20
    v128.load
    f64x2.add
    local.set $18
    local.get $20
    local.get $18
    v128.store
    local.get $11
    local.get $17
    f64.const 0
    f64x2.replace_lane 1
    f64x2.mul
    local.get $15
    local.get $20
    i32.add
    local.tee $21
    v128.load
    f64x2.add
    local.set $22
    local.get $21
    local.get $22
    v128.store
    local.get $12
    local.get $17
    f64x2.mul
    local.get $20
    local.get $15
    i32.const 1
    i32.shl
    i32.add
    local.tee $23
    v128.load
    f64x2.add
    local.set $24
    local.get $23
    local.get $24
    v128.store
    local.get $13
    local.get $17
    f64x2.mul
    local.get $20
    local.get $15
    i32.const 3
    i32.mul
    i32.add
    local.tee $1
    v128.load
    f64x2.add
    local.set $14
    local.get $1
    local.get $14
    v128.store
    local.get $20
    local.get $10
    local.get $16
    v128.load offset=16
    local.tee $19
    f64x2.mul
    local.get $20
    i32.const 16
    i32.add
    v128.load
    f64x2.add
    local.tee $25
    v128.store offset=16
    local.get $25
    local.get $19
    f64x2.mul
    local.get $18
    local.get $17
    f64x2.mul
    local.get $5
    f64x2.add
    f64x2.add
    local.set $5
    local.get $21
    local.get $11
    local.get $19
    f64x2.mul
    local.get $21
    i32.const 16
    i32.add
    v128.load
    f64x2.add
    local.tee $18
    v128.store offset=16
    local.get $18
    local.get $19
    f64x2.mul
    local.get $22
    local.get $17
    f64x2.mul
    local.get $7
    f64x2.add
    f64x2.add
    local.set $7
    local.get $23
    local.get $12
    local.get $19
    f64.const 0
    f64x2.replace_lane 0
    f64x2.mul
    local.get $23
    i32.const 16
    i32.add
    v128.load
    f64x2.add
    local.tee $18
    v128.store offset=16
    local.get $18
    local.get $19
    f64x2.mul
    local.get $24
    local.get $17
    f64x2.mul
    local.get $8
    f64x2.add
    f64x2.add
    local.set $8
    local.get $1
    local.get $13
    local.get $19
    f64.const 0
    f64x2.replace_lane 1
    f64x2.mul
    local.get $1
    i32.const 16
    i32.add
    v128.load
    f64x2.add
    local.tee $18
    v128.store offset=16
    local.get $18
    local.get $19
    f64x2.mul
    local.get $14
    local.get $17
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    local.set $9
    local.get $6
    i32.const 32
    i32.add
    local.set $1
    loop $for-loop|2
     local.get $1
     local.get $15
     i32.lt_u
     if
      local.get $10
      local.get $1
      local.get $3
      i32.add
      v128.load
      local.tee $14
      f64x2.mul
      local.get $0
      local.get $1
      i32.add
      local.tee $16
      v128.load
      f64x2.add
      local.set $17
      local.get $16
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $5
      f64x2.add
      local.set $5
      local.get $11
      local.get $14
      f64x2.mul
      local.get $15
      local.get $16
      i32.add
      local.tee $20
      v128.load
      f64x2.add
      local.set $17
      local.get $20
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $12
      local.get $14
      f64x2.mul
      local.get $16
      local.get $15
      i32.const 1
      i32.shl
      i32.add
      local.tee $20
      v128.load
      f64x2.add
      local.set $17
      local.get $20
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $8
      f64x2.add
      local.set $8
      local.get $13
      local.get $14
      f64x2.mul
      local.get $16
      local.get $15
      i32.const 3
      i32.mul
      i32.add
      local.tee $16
      v128.load
      f64x2.add
      local.set $17
      local.get $16
      local.get $17
      v128.store
      local.get $17
      local.get $14
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|2
     end
    end
    local.get $4
    local.get $6
    i32.add
    local.tee $1
    local.get $5
    f64x2.extract_lane 0
    local.get $5
    f64x2.extract_lane 1
    f64.add
    f64.store
    local.get $1
    local.get $7
    f64x2.extract_lane 0
    local.get $7
    f64x2.extract_lane 1
    f64.add
    f64.store offset=8
    local.get $1
    local.get $8
    f64x2.extract_lane 0
    local.get $8
    f64x2.extract_lane 1
    f64.add
    f64.store offset=16
    local.get $1
    local.get $9
    f64x2.extract_lane 0
    local.get $9
    f64x2.extract_lane 1
    f64.add
    f64.store offset=24
    local.get $0
    local.get $15
    i32.const 2
    i32.shl
    i32.add
    local.set $0
    local.get $6
    i32.const 32
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
 )
