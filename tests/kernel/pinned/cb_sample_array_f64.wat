;; cb_sample_array_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/math/continuous-bernoulli/cb_sample_array_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32)
  (local $4 v128)
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
  (local $19 v128)
  (local $20 v128)
  local.get $0
  local.get $3
  i32.const -2
  i32.and
  i32.const 3
  i32.shl
  i32.add
  local.set $5
  loop $while-continue|0
   local.get $0
   local.get $5
   i32.lt_u
   if
    local.get $1
    v128.load
    local.set $7
    local.get $0
    v128.load
    local.set $4
    local.get $4
    f64x2.abs
    local.tee $15
    i32.const <static>
    v128.load64_splat
    local.tee $16
    f64x2.lt
    local.set $17
    local.get $16
    local.get $4
    f64x2.abs
    local.tee $6
    i32.const <static>
    v128.load64_splat
    local.tee $8
    f64x2.lt
    i64x2.all_true
    if (result v128)
     local.get $4
    else
     local.get $6
     local.get $6
     f64x2.add
     f64x2.neg
     i32.const <static>
     v128.load64_splat
     f64x2.pmin
     i32.const <static>
     v128.load64_splat
     f64x2.pmax
     local.tee $6
     local.get $6
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.tee $6
     f64x2.add
     local.tee $9
     local.get $6
     f64x2.sub
     local.tee $6
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.sub
     local.tee $10
     local.get $6
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     local.tee $6
     f64x2.sub
     local.tee $11
     local.get $11
     f64x2.mul
     local.tee $12
     local.get $12
     f64x2.mul
     local.set $13
     local.get $8
     local.get $7
     f64x2.sub
     local.get $7
     local.get $4
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     v128.bitselect
     local.tee $14
     local.get $8
     local.get $14
     f64x2.sub
     i32.const <static>
     v128.load64_splat
     local.get $10
     local.get $12
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $12
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $13
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $12
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $13
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     local.get $6
     f64x2.sub
     f64x2.add
     f64x2.add
     local.get $9
     i32.const 1
     i64x2.shr_u
     local.tee $6
     i32.const 52
     i64x2.shl
     f64x2.mul
     local.get $9
     local.get $6
     i64x2.sub
     i32.const 52
     i64x2.shl
     f64x2.mul
     f64x2.mul
     f64x2.add
     local.tee $6
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     local.set $8
     local.get $6
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     local.get $6
     local.get $8
     v128.bitselect
     i32.const <static>
     v128.load64_splat
     i64x2.add
     local.tee $9
     i32.const 52
     i64x2.shr_u
     i32.const <static>
     v128.load64_splat
     v128.or
     i32.const <static>
     v128.load64_splat
     i32.const <static>
     v128.load64_splat
     local.get $8
     v128.bitselect
     f64x2.sub
     local.set $8
     local.get $9
     i32.const <static>
     v128.load64_splat
     v128.and
     i32.const <static>
     v128.load64_splat
     i64x2.add
     i32.const <static>
     v128.load64_splat
     f64x2.sub
     local.tee $9
     i32.const <static>
     v128.load64_splat
     local.get $9
     f64x2.add
     f64x2.div
     local.tee $10
     local.get $10
     f64x2.mul
     local.tee $11
     local.get $11
     f64x2.mul
     local.set $12
     i32.const <static>
     v128.load64_splat
     local.get $8
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.get $9
     f64x2.mul
     local.get $9
     f64x2.mul
     local.tee $13
     local.get $10
     local.get $13
     local.get $11
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $12
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $12
     local.get $12
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.get $11
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $12
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     local.get $8
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.sub
     local.get $9
     f64x2.sub
     f64x2.sub
     local.get $6
     local.get $6
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     v128.bitselect
     local.get $6
     i32.const <static>
     v128.load64_splat
     local.tee $8
     f64x2.eq
     v128.bitselect
     local.get $6
     local.get $8
     f64x2.lt
     v128.or
    end
    local.get $15
    f64x2.div
    f64x2.add
    local.set $8
    local.get $2
    local.get $17
    v128.any_true
    if (result v128)
     i32.const <static>
     v128.load64_splat
     i32.const <static>
     v128.load64_splat
     local.get $15
     local.get $15
     f64x2.add
     local.tee $9
     i32.const <static>
     v128.load64_splat
     f64x2.pmin
     i32.const <static>
     v128.load64_splat
     f64x2.pmax
     local.tee $6
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.tee $10
     f64x2.add
     local.tee $11
     local.get $10
     f64x2.sub
     local.tee $10
     i32.const <static>
     v128.load64_splat
     f64x2.pmin
     f64x2.sub
     i32.const 52
     i64x2.shl
     f64x2.sub
     local.tee $12
     local.get $6
     local.get $10
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.sub
     local.tee $13
     f64x2.add
     local.set $14
     local.get $13
     local.get $10
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     local.tee $10
     f64x2.sub
     local.tee $18
     local.get $18
     f64x2.mul
     local.tee $19
     local.get $19
     f64x2.mul
     local.set $20
     i32.const <static>
     v128.load64_splat
     local.tee $6
     local.get $16
     local.get $7
     f64x2.sub
     local.get $7
     local.get $4
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     v128.bitselect
     local.tee $7
     local.get $14
     local.get $12
     local.get $14
     f64x2.sub
     local.get $13
     f64x2.add
     local.get $19
     i32.const <static>
     v128.load64_splat
     local.get $18
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $19
     i32.const <static>
     v128.load64_splat
     local.get $18
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $20
     i32.const <static>
     v128.load64_splat
     local.get $18
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $19
     i32.const <static>
     v128.load64_splat
     local.get $18
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $20
     i32.const <static>
     v128.load64_splat
     local.get $18
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     local.get $10
     f64x2.sub
     f64x2.add
     f64x2.add
     local.get $11
     i32.const 1
     i64x2.shr_u
     local.tee $10
     i32.const 52
     i64x2.shl
     f64x2.mul
     local.get $11
     local.get $10
     i64x2.sub
     i32.const 52
     i64x2.shl
     f64x2.mul
     local.get $9
     i32.const <static>
     v128.load64_splat
     v128.and
     v128.or
     f64x2.mul
     local.tee $9
     f64x2.add
     local.tee $10
     i32.const <static>
     v128.load64_splat
     i64x2.add
     local.tee $11
     i32.const 52
     i64x2.shr_u
     i32.const <static>
     v128.load64_splat
     v128.or
     i32.const <static>
     v128.load64_splat
     f64x2.sub
     local.set $12
     local.get $9
     local.get $11
     i32.const <static>
     v128.load64_splat
     v128.and
     i32.const <static>
     v128.load64_splat
     i64x2.add
     local.get $6
     f64x2.sub
     local.get $12
     i32.const <static>
     v128.load64_splat
     local.tee $11
     f64x2.eq
     local.tee $13
     v128.bitselect
     local.tee $14
     i32.const <static>
     v128.load64_splat
     local.get $14
     f64x2.add
     f64x2.div
     local.tee $18
     local.get $18
     f64x2.mul
     local.tee $19
     local.get $19
     f64x2.mul
     local.set $20
     local.get $7
     local.get $7
     f64x2.add
     local.get $16
     f64x2.sub
     local.get $9
     i32.const <static>
     v128.load64_splat
     local.get $12
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.get $14
     f64x2.mul
     local.get $14
     f64x2.mul
     local.tee $7
     local.get $18
     local.get $7
     local.get $19
     i32.const <static>
     v128.load64_splat
     local.get $19
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $20
     i32.const <static>
     v128.load64_splat
     local.get $19
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     local.get $20
     local.get $20
     f64x2.mul
     i32.const <static>
     v128.load64_splat
     local.get $19
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     local.get $20
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     f64x2.add
     f64x2.mul
     local.get $12
     i32.const <static>
     v128.load64_splat
     f64x2.mul
     local.get $6
     local.get $10
     local.get $9
     f64x2.sub
     f64x2.sub
     local.get $9
     local.get $10
     local.get $6
     f64x2.sub
     f64x2.sub
     local.get $9
     local.get $6
     f64x2.gt
     v128.bitselect
     local.get $10
     f64x2.div
     local.get $13
     v128.andnot
     f64x2.add
     f64x2.add
     f64x2.sub
     local.get $14
     f64x2.sub
     f64x2.sub
     local.get $9
     local.get $9
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     v128.bitselect
     local.get $10
     local.get $11
     f64x2.eq
     v128.bitselect
     local.get $10
     local.get $6
     f64x2.eq
     v128.bitselect
     local.get $10
     local.get $11
     f64x2.lt
     v128.or
     local.get $15
     f64x2.div
     local.get $16
     f64x2.sub
     local.get $15
     i32.const <static>
     v128.load64_splat
     f64x2.lt
     v128.bitselect
     local.get $8
     local.get $17
     v128.bitselect
    else
     local.get $8
    end
    i32.const <static>
    v128.load64_splat
    f64x2.pmin
    i32.const <static>
    v128.load64_splat
    f64x2.pmax
    local.get $4
    i32.const <static>
    v128.load64_splat
    f64x2.lt
    i32.const <static>
    v128.load64_splat
    v128.and
    v128.xor
    v128.store
    local.get $0
    i32.const 16
    i32.add
    local.set $0
    local.get $1
    i32.const 16
    i32.add
    local.set $1
    local.get $2
    i32.const 16
    i32.add
    local.set $2
    br $while-continue|0
   end
  end
  local.get $3
  i32.const 1
  i32.and
  if
   local.get $2
   local.get $0
   f64.load
   local.get $1
   f64.load
   call $assembly/math/continuous-bernoulli/cb_sample_f64
   f64.store
  end
 )
