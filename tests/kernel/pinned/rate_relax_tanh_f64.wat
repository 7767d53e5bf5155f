;; rate_relax_tanh_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/rate/relax-tanh/rate_relax_tanh_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f64) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 v128)
  (local $10 i32)
  (local $11 i32)
  (local $12 i32)
  (local $13 i32)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  local.get $0
  i32.const 3
  i32.shl
  local.tee $11
  local.get $11
  i32.const 255
  i32.and
  i32.sub
  local.tee $10
  if
   local.get $1
   local.set $7
   local.get $10
   local.get $2
   local.tee $6
   i32.add
   i32.const 256
   i32.sub
   local.set $12
   local.get $4
   i32.const 512
   i32.add
   local.set $5
   local.get $4
   local.set $8
   i32.const <static>
   v128.load64_splat
   local.set $9
   i32.const <static>
   v128.load64_splat
   local.set $14
   local.get $6
   local.set $0
   local.get $6
   i32.const 256
   i32.add
   local.set $13
   loop $for-loop|0
    local.get $0
    local.get $13
    i32.lt_u
    if
     local.get $0
     v128.load
     f64x2.abs
     local.get $9
     f64x2.pmin
     local.tee $15
     local.get $14
     f64x2.add
     local.set $16
     local.get $8
     local.get $15
     local.get $16
     local.get $14
     f64x2.sub
     f64x2.sub
     v128.store
     local.get $8
     local.get $16
     v128.store offset=16
     local.get $0
     i32.const 16
     i32.add
     local.set $0
     local.get $8
     i32.const 32
     i32.add
     local.set $8
     br $for-loop|0
    end
   end
   loop $while-continue|0
    local.get $6
    local.get $12
    i32.lt_u
    if
     local.get $7
     local.get $6
     local.get $3
     local.get $4
     local.get $5
     call $assembly/rate/relax-tanh/relaxAndReduceChunk
     local.get $4
     local.get $5
     local.set $4
     local.set $5
     local.get $7
     i32.const 256
     i32.add
     local.set $7
     local.get $6
     i32.const 256
     i32.add
     local.set $6
     br $while-continue|0
    end
   end
   i32.const <static>
   v128.load64_splat
   local.set $15
   i32.const <static>
   v128.load64_splat
   local.set $16
   i32.const <static>
   v128.load64_splat
   local.set $17
   i32.const <static>
   v128.load64_splat
   local.set $18
   local.get $3
   f64x2.splat
   local.set $19
   local.get $6
   i32.const 256
   i32.add
   local.set $0
   loop $for-loop|00
    local.get $0
    local.get $6
    i32.gt_u
    if
     local.get $4
     v128.load
     local.tee $20
     local.get $20
     f64x2.mul
     local.set $21
     local.get $7
     local.get $19
     local.get $4
     i32.load offset=16
     i32.const <static>
     i32.and
     i32.const 4
     i32.shl
     i32.const <static>
     i32.add
     v128.load
     local.tee $22
     local.get $4
     i32.load offset=24
     i32.const <static>
     i32.and
     i32.const 4
     i32.shl
     i32.const <static>
     i32.add
     v128.load
     local.tee $9
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     local.tee $14
     local.get $22
     local.get $9
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     local.get $20
     f64x2.mul
     local.get $14
     local.get $20
     f64x2.mul
     local.get $21
     local.get $21
     local.get $17
     f64x2.mul
     local.get $16
     f64x2.add
     f64x2.mul
     local.get $15
     f64x2.add
     f64x2.add
     f64x2.div
     f64x2.add
     local.get $6
     v128.load
     local.get $18
     v128.and
     v128.xor
     local.get $7
     v128.load
     local.tee $9
     f64x2.sub
     f64x2.mul
     local.get $9
     f64x2.add
     v128.store
     local.get $6
     i32.const 16
     i32.add
     local.set $6
     local.get $7
     i32.const 16
     i32.add
     local.set $7
     local.get $4
     i32.const 32
     i32.add
     local.set $4
     br $for-loop|00
    end
   end
  end
  local.get $3
  f64x2.splat
  local.set $9
  loop $for-loop|001
   local.get $10
   local.get $11
   i32.lt_u
   if
    local.get $2
    local.get $10
    i32.add
    v128.load
    local.tee $14
    f64x2.abs
    i32.const <static>
    v128.load64_splat
    f64x2.pmin
    local.tee $15
    i32.const <static>
    v128.load64_splat
    local.tee $16
    f64x2.add
    local.set $17
    local.get $15
    local.get $17
    local.get $16
    f64x2.sub
    f64x2.sub
    local.tee $15
    local.get $15
    f64x2.mul
    local.set $16
    local.get $1
    local.get $10
    i32.add
    local.tee $0
    v128.load
    local.set $18
    local.get $0
    local.get $9
    local.get $17
    i32x4.extract_lane 0
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $19
    local.get $17
    i32x4.extract_lane 2
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $17
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $20
    local.get $19
    local.get $17
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $15
    f64x2.mul
    local.get $20
    local.get $15
    f64x2.mul
    local.get $16
    local.get $16
    i32.const <static>
    v128.load64_splat
    f64x2.mul
    i32.const <static>
    v128.load64_splat
    f64x2.add
    f64x2.mul
    i32.const <static>
    v128.load64_splat
    f64x2.add
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $14
    i32.const <static>
    v128.load64_splat
    v128.and
    v128.xor
    local.get $18
    f64x2.sub
    f64x2.mul
    local.get $18
    f64x2.add
    v128.store
    local.get $10
    i32.const 16
    i32.add
    local.set $10
    br $for-loop|001
   end
  end
 )
