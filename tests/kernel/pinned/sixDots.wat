;; sixDots in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/vectors/sixDots (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 i32)
  (local $12 i32)
  loop $for-loop|0
   local.get $1
   local.get $11
   i32.gt_u
   if
    local.get $0
    local.get $11
    i32.add
    local.tee $12
    v128.load
    local.get $2
    local.get $11
    i32.add
    v128.load
    local.tee $4
    f64x2.mul
    local.get $5
    f64x2.add
    local.set $5
    local.get $1
    local.get $12
    i32.add
    local.tee $12
    v128.load
    local.get $4
    f64x2.mul
    local.get $6
    f64x2.add
    local.set $6
    local.get $1
    local.get $12
    i32.add
    local.tee $12
    v128.load
    local.get $4
    f64x2.mul
    local.get $7
    f64x2.add
    local.set $7
    local.get $1
    local.get $12
    i32.add
    local.tee $12
    v128.load
    local.get $4
    f64x2.mul
    local.get $8
    f64x2.add
    local.set $8
    local.get $1
    local.get $12
    i32.add
    local.tee $12
    v128.load
    local.get $4
    f64x2.mul
    local.get $9
    f64x2.add
    local.set $9
    local.get $1
    local.get $12
    i32.add
    v128.load
    local.get $4
    f64x2.mul
    local.get $10
    f64x2.add
    local.set $10
    local.get $11
    i32.const 16
    i32.add
    local.set $11
    br $for-loop|0
   end
  end
  local.get $3
  local.get $5
  f64x2.extract_lane 0
  local.get $5
  f64x2.extract_lane 1
  f64.add
  f64.store
  local.get $3
  local.get $6
  f64x2.extract_lane 0
  local.get $6
  f64x2.extract_lane 1
  f64.add
  f64.store offset=8
  local.get $3
  local.get $7
  f64x2.extract_lane 0
  local.get $7
  f64x2.extract_lane 1
  f64.add
  f64.store offset=16
  local.get $3
  local.get $8
  f64x2.extract_lane 0
  local.get $8
  f64x2.extract_lane 1
  f64.add
  f64.store offset=24
  local.get $3
  local.get $9
  f64x2.extract_lane 0
  local.get $9
  f64x2.extract_lane 1
  f64.add
  f64.store offset=32
  local.get $3
  local.get $10
  f64x2.extract_lane 0
  local.get $10
  f64x2.extract_lane 1
  f64.add
  f64.store offset=40
 )
