;; sixDots in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/vectors/sixDots (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 i32)
  (local $17 i32)
  (local $18 v128)
  loop $for-loop|0
   local.get $1
   local.get $10
   i32.gt_u
   if
    block $for-break0
     local.get $0
     local.get $10
     i32.add
     local.tee $11
     local.get $1
     i32.add
     local.tee $12
     local.get $1
     i32.add
     local.tee $13
     local.get $1
     i32.add
     local.tee $14
     local.get $1
     i32.add
     local.tee $15
     local.get $1
     i32.add
     local.set $16
     local.get $11
     v128.load
     local.get $2
     local.get $10
     i32.add
     local.tee $17
     v128.load
     local.tee $18
     f64x2.mul
     local.get $4
     f64x2.add
     local.set $4
     local.get $12
     v128.load
     local.get $18
     f64x2.mul
     local.get $5
     f64x2.add
     local.set $5
     local.get $13
     v128.load
     local.get $18
     f64x2.mul
     local.get $6
     f64x2.add
     local.set $6
     local.get $14
     v128.load
     local.get $18
     f64x2.mul
     local.get $7
     f64x2.add
     local.set $7
     local.get $15
     v128.load
     local.get $18
     f64x2.mul
     local.get $8
     f64x2.add
     local.set $8
     local.get $16
     v128.load
     local.get $18
     f64x2.mul
     local.get $9
     f64x2.add
     local.set $9
     local.get $10
     i32.const 16
     i32.add
     local.get $1
     i32.ge_u
     br_if $for-break0
     local.get $11
     v128.load offset=16
     local.get $17
     v128.load offset=16
     local.tee $18
     f64x2.mul
     local.get $4
     f64x2.add
     local.set $4
     local.get $12
     v128.load offset=16
     local.get $18
     f64x2.mul
     local.get $5
     f64x2.add
     local.set $5
     local.get $13
     v128.load offset=16
     local.get $18
     f64x2.mul
     local.get $6
     f64x2.add
     local.set $6
     local.get $14
     v128.load offset=16
     local.get $18
     f64x2.mul
     local.get $7
     f64x2.add
     local.set $7
     local.get $15
     v128.load offset=16
     local.get $18
     f64x2.mul
     local.get $8
     f64x2.add
     local.set $8
     local.get $16
     v128.load offset=16
     local.get $18
     f64x2.mul
     local.get $9
     f64x2.add
     local.set $9
     local.get $10
     i32.const 32
     i32.add
     local.set $10
     br $for-loop|0
    end
   end
  end
  local.get $3
  local.get $4
  f64x2.extract_lane 0
  local.get $4
  f64x2.extract_lane 1
  f64.add
  f64.store
  local.get $3
  local.get $5
  f64x2.extract_lane 0
  local.get $5
  f64x2.extract_lane 1
  f64.add
  f64.store offset=8
  local.get $3
  local.get $6
  f64x2.extract_lane 0
  local.get $6
  f64x2.extract_lane 1
  f64.add
  f64.store offset=16
  local.get $3
  local.get $7
  f64x2.extract_lane 0
  local.get $7
  f64x2.extract_lane 1
  f64.add
  f64.store offset=24
  local.get $3
  local.get $8
  f64x2.extract_lane 0
  local.get $8
  f64x2.extract_lane 1
  f64.add
  f64.store offset=32
  local.get $3
  local.get $9
  f64x2.extract_lane 0
  local.get $9
  f64x2.extract_lane 1
  f64.add
  f64.store offset=40
 )
