;; symv_packed_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/packed/symv_packed_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 i32)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 i32)
  (local $18 v128)
  (local $19 v128)
  local.get $3
  i32.const 0
  local.get $1
  i32.const 3
  i32.shl
  local.tee $9
  memory.fill
  local.get $0
  local.set $1
  loop $for-loop|0
   local.get $5
   local.get $9
   i32.lt_u
   if
    local.get $2
    local.get $5
    i32.add
    local.tee $0
    v128.load64_splat
    local.set $10
    local.get $0
    v128.load64_splat offset=8
    local.set $11
    local.get $0
    v128.load64_splat offset=16
    local.set $12
    local.get $0
    v128.load64_splat offset=24
    local.set $13
    local.get $1
    v128.load offset=64
    local.get $0
    v128.load offset=16
    local.tee $4
    f64x2.mul
    local.get $1
    v128.load
    local.get $0
    v128.load
    local.tee $14
    f64x2.mul
    f64x2.add
    local.set $6
    local.get $1
    v128.load offset=80
    local.get $4
    f64x2.mul
    local.get $1
    v128.load offset=16
    local.get $14
    f64x2.mul
    f64x2.add
    local.set $7
    local.get $1
    v128.load offset=96
    local.get $4
    f64x2.mul
    local.get $1
    v128.load offset=32
    local.get $14
    f64x2.mul
    f64x2.add
    local.set $8
    local.get $1
    v128.load offset=112
    local.get $4
    f64x2.mul
    local.get $1
    v128.load offset=48
    local.get $14
    f64x2.mul
    f64x2.add
    local.set $4
    local.get $1
    i32.const 128
    i32.add
    local.set $1
    local.get $5
    i32.const 32
    i32.add
    local.set $0
    loop $for-loop|1
     local.get $0
     local.get $9
     i32.lt_u
     if
      local.get $1
      v128.load
      local.tee $19
      local.get $0
      local.get $2
      i32.add
      v128.load
      local.tee $18
      f64x2.mul
      local.get $6
      f64x2.add
      local.set $6
      local.get $1
      v128.load offset=16
      local.tee $14
      local.get $18
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $1
      v128.load offset=32
      local.tee $15
      local.get $18
      f64x2.mul
      local.get $8
      f64x2.add
      local.set $8
      local.get $1
      v128.load offset=48
      local.tee $16
      local.get $18
      f64x2.mul
      local.get $4
      f64x2.add
      local.set $4
      local.get $0
      local.get $3
      i32.add
      local.tee $17
      local.get $16
      local.get $13
      f64x2.mul
      local.get $15
      local.get $12
      f64x2.mul
      local.get $14
      local.get $11
      f64x2.mul
      local.get $19
      local.get $10
      f64x2.mul
      local.get $17
      v128.load
      f64x2.add
      f64x2.add
      f64x2.add
      f64x2.add
      v128.store
      local.get $1
      i32.const -64
      i32.sub
      local.set $1
      local.get $0
      i32.const 16
      i32.add
      local.set $0
      br $for-loop|1
     end
    end
    local.get $3
    local.get $5
    i32.add
    local.tee $0
    local.get $0
    f64.load
    local.get $6
    f64x2.extract_lane 0
    local.get $6
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store
    local.get $0
    local.get $0
    f64.load offset=8
    local.get $7
    f64x2.extract_lane 0
    local.get $7
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=8
    local.get $0
    local.get $0
    f64.load offset=16
    local.get $8
    f64x2.extract_lane 0
    local.get $8
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=16
    local.get $0
    local.get $0
    f64.load offset=24
    local.get $4
    f64x2.extract_lane 0
    local.get $4
    f64x2.extract_lane 1
    f64.add
    f64.add
    f64.store offset=24
    local.get $5
    i32.const 32
    i32.add
    local.set $5
    br $for-loop|0
   end
  end
 )
