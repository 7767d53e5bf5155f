;; relaxAndReduceChunk in the strict build; made by scripts/pin-wat.ts
 (func $assembly/rate/relax-tanh/relaxAndReduceChunk (param $0 i32) (param $1 i32) (param $2 f64) (param $3 i32) (param $4 i32)
  (local $5 v128)
  (local $6 v128)
  (local $7 v128)
  (local $8 v128)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 i32)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  i32.const <static>
  v128.load64_splat
  local.set $6
  i32.const <static>
  v128.load64_splat
  local.set $5
  i32.const <static>
  v128.load64_splat
  local.set $7
  i32.const <static>
  v128.load64_splat
  local.set $8
  i32.const <static>
  v128.load64_splat
  local.set $9
  i32.const <static>
  v128.load64_splat
  local.set $10
  local.get $2
  f64x2.splat
  local.set $11
  local.get $1
  i32.const 512
  i32.add
  local.set $12
  loop $for-loop|0
   local.get $1
   local.get $12
   i32.lt_u
   if
    local.get $1
    i32.const 512
    i32.add
    v128.load
    f64x2.abs
    local.get $6
    f64x2.pmin
    local.tee $13
    local.get $5
    f64x2.add
    local.set $14
    local.get $4
    local.get $13
    local.get $14
    local.get $5
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $4
    local.get $14
    v128.store offset=16
    local.get $3
    v128.load
    local.tee $13
    local.get $13
    f64x2.mul
    local.set $14
    local.get $0
    local.get $11
    local.get $3
    i32.load offset=16
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $15
    local.get $3
    i32.load offset=24
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
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
    local.get $9
    f64x2.mul
    local.get $8
    f64x2.add
    f64x2.mul
    local.get $7
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $1
    v128.load
    local.get $10
    v128.and
    v128.xor
    local.get $0
    v128.load
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    v128.store
    local.get $1
    v128.load offset=528
    f64x2.abs
    local.get $6
    f64x2.pmin
    local.tee $13
    local.get $5
    f64x2.add
    local.set $14
    local.get $4
    local.get $13
    local.get $14
    local.get $5
    f64x2.sub
    f64x2.sub
    v128.store offset=32
    local.get $4
    local.get $14
    v128.store offset=48
    local.get $3
    v128.load offset=32
    local.tee $13
    local.get $13
    f64x2.mul
    local.set $14
    local.get $0
    local.get $11
    local.get $3
    i32.load offset=48
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $15
    local.get $3
    i32.load offset=56
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
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
    local.get $9
    f64x2.mul
    local.get $8
    f64x2.add
    f64x2.mul
    local.get $7
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $1
    v128.load offset=16
    local.get $10
    v128.and
    v128.xor
    local.get $0
    v128.load offset=16
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    v128.store offset=16
    local.get $1
    v128.load offset=544
    f64x2.abs
    local.get $6
    f64x2.pmin
    local.tee $13
    local.get $5
    f64x2.add
    local.set $14
    local.get $4
    local.get $13
    local.get $14
    local.get $5
    f64x2.sub
    f64x2.sub
    v128.store offset=64
    local.get $4
    local.get $14
    v128.store offset=80
    local.get $3
    v128.load offset=64
    local.tee $13
    local.get $13
    f64x2.mul
    local.set $14
    local.get $0
    local.get $11
    local.get $3
    i32.load offset=80
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $15
    local.get $3
    i32.load offset=88
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
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
    local.get $9
    f64x2.mul
    local.get $8
    f64x2.add
    f64x2.mul
    local.get $7
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $1
    v128.load offset=32
    local.get $10
    v128.and
    v128.xor
    local.get $0
    v128.load offset=32
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    v128.store offset=32
    local.get $1
    v128.load offset=560
    f64x2.abs
    local.get $6
    f64x2.pmin
    local.tee $13
    local.get $5
    f64x2.add
    local.set $14
    local.get $4
    local.get $13
    local.get $14
    local.get $5
    f64x2.sub
    f64x2.sub
    v128.store offset=96
    local.get $4
    local.get $14
    v128.store offset=112
    local.get $3
    v128.load offset=96
    local.tee $13
    local.get $13
    f64x2.mul
    local.set $14
    local.get $0
    local.get $11
    local.get $3
    i32.load offset=112
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $15
    local.get $3
    i32.load offset=120
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
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
    local.get $9
    f64x2.mul
    local.get $8
    f64x2.add
    f64x2.mul
    local.get $7
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $1
    v128.load offset=48
    local.get $10
    v128.and
    v128.xor
    local.get $0
    v128.load offset=48
    local.tee $13
    f64x2.sub
    f64x2.mul
    local.get $13
    f64x2.add
    v128.store offset=48
    local.get $1
    i32.const -64
    i32.sub
    local.set $1
    local.get $0
    i32.const -64
    i32.sub
    local.set $0
    local.get $3
    i32.const 128
    i32.add
    local.set $3
    local.get $4
    i32.const 128
    i32.add
    local.set $4
    br $for-loop|0
   end
  end
 )
