;; singleBlocks in the strict build; made by scripts/pin-wat.ts
 (func $assembly/hebbian/blocks/singleBlocks (param $0 f64) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 i32)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 i32)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  loop $for-loop|0
   local.get $4
   local.get $5
   i32.lt_u
   if
    local.get $0
    f64x2.splat
    local.tee $15
    local.get $1
    v128.load
    f64x2.mul
    local.set $8
    local.get $15
    local.get $1
    v128.load offset=16
    f64x2.mul
    local.set $9
    local.get $15
    local.get $1
    v128.load offset=32
    f64x2.mul
    local.set $10
    local.get $15
    local.get $1
    v128.load offset=48
    f64x2.mul
    local.set $11
    local.get $15
    local.get $1
    v128.load offset=64
    f64x2.mul
    local.set $12
    local.get $15
    local.get $1
    v128.load offset=80
    f64x2.mul
    local.set $13
    local.get $15
    local.get $1
    v128.load offset=96
    f64x2.mul
    local.set $14
    local.get $15
    local.get $1
    v128.load offset=112
    f64x2.mul
    local.set $15
    local.get $2
    local.set $7
    loop $for-loop|1
     local.get $3
     local.get $7
     i32.gt_u
     if
      local.get $7
      v128.load
      local.tee $18
      local.get $7
      i32.load offset=64
      local.get $4
      i32.add
      local.tee $16
      v128.load
      local.tee $17
      f64x2.mul
      local.get $8
      f64x2.add
      local.set $8
      local.get $7
      v128.load offset=16
      local.tee $19
      local.get $17
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $18
      local.get $16
      v128.load offset=16
      local.tee $20
      f64x2.mul
      local.get $12
      f64x2.add
      local.set $12
      local.get $19
      local.get $20
      f64x2.mul
      local.get $13
      f64x2.add
      local.set $13
      local.get $7
      v128.load offset=32
      local.tee $19
      local.get $17
      f64x2.mul
      local.get $10
      f64x2.add
      local.set $10
      local.get $7
      v128.load offset=48
      local.tee $18
      local.get $17
      f64x2.mul
      local.get $11
      f64x2.add
      local.set $11
      local.get $19
      local.get $20
      f64x2.mul
      local.get $14
      f64x2.add
      local.set $14
      local.get $18
      local.get $20
      f64x2.mul
      local.get $15
      f64x2.add
      local.set $15
      local.get $7
      i32.const 72
      i32.add
      local.set $7
      br $for-loop|1
     end
    end
    local.get $6
    local.get $9
    v128.store offset=16
    local.get $6
    local.get $8
    v128.store
    local.get $6
    local.get $11
    v128.store offset=48
    local.get $6
    local.get $10
    v128.store offset=32
    local.get $6
    local.get $13
    v128.store offset=80
    local.get $6
    local.get $12
    v128.store offset=64
    local.get $6
    local.get $15
    v128.store offset=112
    local.get $6
    local.get $14
    v128.store offset=96
    local.get $1
    i32.const 128
    i32.add
    local.set $1
    local.get $6
    i32.const 128
    i32.add
    local.set $6
    local.get $4
    i32.const 32
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
