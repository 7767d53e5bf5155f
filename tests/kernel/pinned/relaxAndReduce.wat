;; relaxAndReduce in the strict build; made by scripts/pin-wat.ts
 (func $assembly/rate/relax-tanh/relaxAndReduce (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f64) (param $4 i32) (result i32)
  (local $5 i32)
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
  i32.const <static>
  v128.load64_splat
  local.set $6
  i32.const <static>
  v128.load64_splat
  local.set $8
  i32.const <static>
  v128.load64_splat
  local.set $7
  i32.const <static>
  v128.load64_splat
  local.set $9
  i32.const <static>
  v128.load64_splat
  local.set $10
  i32.const <static>
  v128.load64_splat
  local.set $11
  local.get $3
  f64x2.splat
  local.set $12
  local.get $4
  local.set $5
  local.get $0
  local.get $2
  i32.add
  local.set $0
  loop $for-loop|0
   local.get $0
   local.get $2
   i32.gt_u
   if
    local.get $5
    v128.load
    local.tee $13
    local.get $13
    f64x2.mul
    local.set $14
    local.get $12
    local.get $5
    i32.load offset=32
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $15
    local.get $5
    i32.load offset=40
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $16
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $17
    local.get $15
    local.get $16
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $13
    f64x2.mul
    local.get $17
    local.get $13
    f64x2.mul
    local.get $14
    local.get $14
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    v128.load
    local.get $6
    v128.and
    v128.xor
    local.get $1
    v128.load
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    local.set $13
    local.get $5
    v128.load offset=16
    local.tee $14
    local.get $14
    f64x2.mul
    local.set $15
    local.get $1
    local.get $12
    local.get $5
    i32.load offset=48
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $16
    local.get $5
    i32.load offset=56
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $17
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $18
    local.get $16
    local.get $17
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $14
    f64x2.mul
    local.get $18
    local.get $14
    f64x2.mul
    local.get $15
    local.get $15
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    v128.load offset=16
    local.get $6
    v128.and
    v128.xor
    local.get $1
    v128.load offset=16
    local.tee $14
    f64x2.sub
    f64x2.mul
    local.get $14
    f64x2.add
    v128.store offset=16
    local.get $1
    local.get $13
    v128.store
    local.get $2
    v128.load offset=512
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $13
    local.get $7
    f64x2.add
    local.set $14
    local.get $2
    v128.load offset=528
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $15
    local.get $7
    f64x2.add
    local.set $16
    local.get $5
    local.get $15
    local.get $16
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store offset=16
    local.get $5
    local.get $13
    local.get $14
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $5
    local.get $16
    v128.store offset=48
    local.get $5
    local.get $14
    v128.store offset=32
    local.get $5
    i32.const -64
    i32.sub
    local.tee $5
    v128.load
    local.set $13
    local.get $12
    local.get $5
    i32.load offset=32
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $14
    local.get $5
    i32.load offset=40
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $15
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $16
    local.get $14
    local.get $15
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $13
    f64x2.mul
    local.get $16
    local.get $13
    f64x2.mul
    local.get $13
    local.get $13
    f64x2.mul
    local.tee $13
    local.get $13
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    i32.const 32
    i32.add
    local.tee $2
    v128.load
    local.get $6
    v128.and
    v128.xor
    local.get $1
    i32.const 32
    i32.add
    local.tee $1
    v128.load
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    local.set $13
    local.get $5
    v128.load offset=16
    local.tee $14
    local.get $14
    f64x2.mul
    local.set $15
    local.get $1
    local.get $12
    local.get $5
    i32.load offset=48
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $16
    local.get $5
    i32.load offset=56
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $17
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $18
    local.get $16
    local.get $17
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $14
    f64x2.mul
    local.get $18
    local.get $14
    f64x2.mul
    local.get $15
    local.get $15
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    v128.load offset=16
    local.get $6
    v128.and
    v128.xor
    local.get $1
    v128.load offset=16
    local.tee $14
    f64x2.sub
    f64x2.mul
    local.get $14
    f64x2.add
    v128.store offset=16
    local.get $1
    local.get $13
    v128.store
    local.get $2
    v128.load offset=512
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $13
    local.get $7
    f64x2.add
    local.set $14
    local.get $2
    v128.load offset=528
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $15
    local.get $7
    f64x2.add
    local.set $16
    local.get $5
    local.get $15
    local.get $16
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store offset=16
    local.get $5
    local.get $13
    local.get $14
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $5
    local.get $16
    v128.store offset=48
    local.get $5
    local.get $14
    v128.store offset=32
    local.get $5
    i32.const -64
    i32.sub
    local.tee $5
    v128.load
    local.set $13
    local.get $12
    local.get $5
    i32.load offset=32
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $14
    local.get $5
    i32.load offset=40
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $15
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $16
    local.get $14
    local.get $15
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $13
    f64x2.mul
    local.get $16
    local.get $13
    f64x2.mul
    local.get $13
    local.get $13
    f64x2.mul
    local.tee $13
    local.get $13
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    i32.const 32
    i32.add
    local.tee $2
    v128.load
    local.get $6
    v128.and
    v128.xor
    local.get $1
    i32.const 32
    i32.add
    local.tee $1
    v128.load
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    local.set $13
    local.get $5
    v128.load offset=16
    local.tee $14
    local.get $14
    f64x2.mul
    local.set $15
    local.get $1
    local.get $12
    local.get $5
    i32.load offset=48
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $16
    local.get $5
    i32.load offset=56
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $17
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $18
    local.get $16
    local.get $17
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $14
    f64x2.mul
    local.get $18
    local.get $14
    f64x2.mul
    local.get $15
    local.get $15
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    v128.load offset=16
    local.get $6
    v128.and
    v128.xor
    local.get $1
    v128.load offset=16
    local.tee $14
    f64x2.sub
    f64x2.mul
    local.get $14
    f64x2.add
    v128.store offset=16
    local.get $1
    local.get $13
    v128.store
    local.get $2
    v128.load offset=512
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $13
    local.get $7
    f64x2.add
    local.set $14
    local.get $2
    v128.load offset=528
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $15
    local.get $7
    f64x2.add
    local.set $16
    local.get $5
    local.get $15
    local.get $16
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store offset=16
    local.get $5
    local.get $13
    local.get $14
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $5
    local.get $16
    v128.store offset=48
    local.get $5
    local.get $14
    v128.store offset=32
    local.get $5
    i32.const -64
    i32.sub
    local.tee $5
    v128.load
    local.set $13
    local.get $12
    local.get $5
    i32.load offset=32
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $14
    local.get $5
    i32.load offset=40
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $15
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $16
    local.get $14
    local.get $15
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $13
    f64x2.mul
    local.get $16
    local.get $13
    f64x2.mul
    local.get $13
    local.get $13
    f64x2.mul
    local.tee $13
    local.get $13
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    i32.const 32
    i32.add
    local.tee $2
    v128.load
    local.get $6
    v128.and
    v128.xor
    local.get $1
    i32.const 32
    i32.add
    local.tee $1
    v128.load
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    local.set $13
    local.get $5
    v128.load offset=16
    local.tee $14
    local.get $14
    f64x2.mul
    local.set $15
    local.get $1
    local.get $12
    local.get $5
    i32.load offset=48
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $16
    local.get $5
    i32.load offset=56
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    v128.load offset=1352
    local.tee $17
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $18
    local.get $16
    local.get $17
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $14
    f64x2.mul
    local.get $18
    local.get $14
    f64x2.mul
    local.get $15
    local.get $15
    local.get $11
    f64x2.mul
    local.get $10
    f64x2.add
    f64x2.mul
    local.get $9
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $2
    v128.load offset=16
    local.get $6
    v128.and
    v128.xor
    local.get $1
    v128.load offset=16
    local.tee $14
    f64x2.sub
    f64x2.mul
    local.get $14
    f64x2.add
    v128.store offset=16
    local.get $1
    local.get $13
    v128.store
    local.get $2
    v128.load offset=512
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $13
    local.get $7
    f64x2.add
    local.set $14
    local.get $2
    v128.load offset=528
    local.get $6
    v128.andnot
    local.get $8
    f64x2.pmin
    local.tee $15
    local.get $7
    f64x2.add
    local.set $16
    local.get $5
    local.get $15
    local.get $16
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store offset=16
    local.get $5
    local.get $13
    local.get $14
    local.get $7
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $5
    local.get $16
    v128.store offset=48
    local.get $5
    local.get $14
    v128.store offset=32
    local.get $1
    i32.const 32
    i32.add
    local.set $1
    local.get $2
    i32.const 32
    i32.add
    local.set $2
    local.get $5
    i32.const -64
    i32.sub
    local.tee $5
    local.get $4
    i32.const <static>
    i32.add
    i32.eq
    if
     local.get $4
     local.set $5
    end
    br $for-loop|0
   end
  end
  local.get $5
 )
