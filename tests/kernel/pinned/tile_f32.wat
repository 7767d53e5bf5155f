;; tile<f32> in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/tile/tile<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32)
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
  local.get $1
  local.get $0
  i32.const 4
  i32.shl
  i32.add
  local.set $0
  loop $for-loop|0
   local.get $0
   local.get $1
   i32.gt_u
   if
    local.get $1
    v128.load32_splat
    local.tee $15
    local.get $2
    v128.load
    local.tee $14
    f32x4.mul
    local.get $6
    f32x4.add
    local.set $6
    local.get $15
    local.get $2
    v128.load offset=16
    local.tee $15
    f32x4.mul
    local.get $10
    f32x4.add
    local.set $10
    local.get $1
    v128.load32_splat offset=4
    local.tee $16
    local.get $14
    f32x4.mul
    local.get $7
    f32x4.add
    local.set $7
    local.get $16
    local.get $15
    f32x4.mul
    local.get $11
    f32x4.add
    local.set $11
    local.get $1
    v128.load32_splat offset=8
    local.tee $16
    local.get $14
    f32x4.mul
    local.get $8
    f32x4.add
    local.set $8
    local.get $16
    local.get $15
    f32x4.mul
    local.get $12
    f32x4.add
    local.set $12
    local.get $1
    v128.load32_splat offset=12
    local.tee $16
    local.get $14
    f32x4.mul
    local.get $9
    f32x4.add
    local.set $9
    local.get $16
    local.get $15
    f32x4.mul
    local.get $13
    f32x4.add
    local.set $13
    local.get $2
    i32.const 32
    i32.add
    local.set $2
    local.get $1
    i32.const 16
    i32.add
    local.set $1
    br $for-loop|0
   end
  end
  local.get $5
  if
   local.get $3
   v128.load offset=16
   local.get $10
   f32x4.add
   local.set $10
   local.get $3
   v128.load
   local.get $6
   f32x4.add
   local.set $6
  end
  local.get $3
  local.get $10
  v128.store offset=16
  local.get $3
  local.get $6
  v128.store
  local.get $3
  local.get $4
  i32.add
  local.set $0
  local.get $5
  if
   local.get $0
   v128.load offset=16
   local.get $11
   f32x4.add
   local.set $11
   local.get $0
   v128.load
   local.get $7
   f32x4.add
   local.set $7
  end
  local.get $0
  local.get $11
  v128.store offset=16
  local.get $0
  local.get $7
  v128.store
  local.get $3
  local.get $4
  i32.const 1
  i32.shl
  i32.add
  local.set $0
  local.get $5
  if
   local.get $0
   v128.load offset=16
   local.get $12
   f32x4.add
   local.set $12
   local.get $0
   v128.load
   local.get $8
   f32x4.add
   local.set $8
  end
  local.get $0
  local.get $12
  v128.store offset=16
  local.get $0
  local.get $8
  v128.store
  local.get $3
  local.get $4
  i32.const 3
  i32.mul
  i32.add
  local.set $0
  local.get $5
  if
   local.get $0
   v128.load offset=16
   local.get $13
   f32x4.add
   local.set $13
   local.get $0
   v128.load
   local.get $9
   f32x4.add
   local.set $9
  end
  local.get $0
  local.get $13
  v128.store offset=16
  local.get $0
  local.get $9
  v128.store
 )
