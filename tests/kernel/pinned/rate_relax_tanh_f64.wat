;; rate_relax_tanh_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/rate/relax-tanh/rate_relax_tanh_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 f64) (param $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  local.get $5
  local.get $1
  i32.const 3
  i32.shl
  local.tee $9
  i32.const 1
  i32.shl
  i32.add
  local.set $1
  i32.const <static>
  v128.load64_splat
  local.set $7
  i32.const <static>
  v128.load64_splat
  local.set $11
  loop $for-loop|0
   local.get $6
   local.get $9
   i32.lt_u
   if
    local.get $5
    local.get $9
    i32.add
    local.get $6
    i32.add
    local.get $3
    local.get $6
    i32.add
    v128.load
    f64x2.abs
    local.get $7
    f64x2.pmin
    local.tee $12
    local.get $11
    f64x2.add
    local.tee $13
    v128.store
    local.get $5
    local.get $6
    i32.add
    local.get $12
    local.get $13
    local.get $11
    f64x2.sub
    f64x2.sub
    v128.store
    local.get $6
    i32.const 16
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
  i32.const 1
  local.set $10
  loop $for-loop|00
   local.get $0
   local.get $10
   i32.gt_s
   if
    local.get $3
    local.get $9
    i32.add
    local.set $6
    i32.const 0
    local.set $8
    i32.const <static>
    v128.load64_splat
    local.set $12
    i32.const <static>
    v128.load64_splat
    local.set $13
    i32.const <static>
    v128.load64_splat
    local.set $14
    i32.const <static>
    v128.load64_splat
    local.set $15
    i32.const <static>
    v128.load64_splat
    local.set $16
    i32.const <static>
    v128.load64_splat
    local.set $17
    local.get $4
    f64x2.splat
    local.set $18
    loop $for-loop|01
     local.get $8
     local.get $9
     i32.lt_u
     if
      local.get $1
      local.get $9
      i32.add
      local.get $8
      i32.add
      local.get $6
      local.get $8
      i32.add
      v128.load
      f64x2.abs
      local.get $12
      f64x2.pmin
      local.tee $7
      local.get $13
      f64x2.add
      local.tee $11
      v128.store
      local.get $1
      local.get $8
      i32.add
      local.get $7
      local.get $11
      local.get $13
      f64x2.sub
      f64x2.sub
      v128.store
      local.get $2
      local.get $8
      i32.add
      local.tee $19
      v128.load
      local.set $20
      local.get $5
      local.get $8
      i32.add
      v128.load
      local.tee $21
      local.get $21
      f64x2.mul
      local.set $22
      local.get $19
      local.get $20
      local.get $18
      local.get $5
      local.get $9
      i32.add
      local.get $8
      i32.add
      local.tee $19
      i32.load
      i32.const <static>
      i32.and
      i32.const 4
      i32.shl
      i32.const <static>
      i32.add
      v128.load
      local.tee $23
      local.get $19
      i32.load offset=8
      i32.const <static>
      i32.and
      i32.const 4
      i32.shl
      i32.const <static>
      i32.add
      v128.load
      local.tee $7
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.tee $11
      local.get $23
      local.get $7
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      local.get $21
      f64x2.mul
      local.get $14
      local.get $22
      local.get $15
      local.get $22
      local.get $16
      f64x2.mul
      f64x2.add
      f64x2.mul
      f64x2.add
      local.get $11
      local.get $21
      f64x2.mul
      f64x2.add
      f64x2.div
      f64x2.add
      local.get $3
      local.get $8
      i32.add
      v128.load
      local.get $17
      v128.and
      v128.xor
      local.get $20
      f64x2.sub
      f64x2.mul
      f64x2.add
      v128.store
      local.get $8
      i32.const 16
      i32.add
      local.set $8
      br $for-loop|01
     end
    end
    local.get $5
    local.get $1
    local.set $5
    local.set $1
    local.get $2
    local.get $9
    i32.add
    local.set $2
    local.get $6
    local.set $3
    local.get $10
    i32.const 1
    i32.add
    local.set $10
    br $for-loop|00
   end
  end
  i32.const 0
  local.set $0
  i32.const <static>
  v128.load64_splat
  local.set $7
  i32.const <static>
  v128.load64_splat
  local.set $11
  i32.const <static>
  v128.load64_splat
  local.set $12
  i32.const <static>
  v128.load64_splat
  local.set $13
  local.get $4
  f64x2.splat
  local.set $14
  loop $for-loop|02
   local.get $0
   local.get $9
   i32.lt_u
   if
    local.get $0
    local.get $2
    i32.add
    local.tee $1
    v128.load
    local.set $15
    local.get $0
    local.get $5
    i32.add
    v128.load
    local.tee $16
    local.get $16
    f64x2.mul
    local.set $17
    local.get $1
    local.get $15
    local.get $14
    local.get $5
    local.get $9
    i32.add
    local.get $0
    i32.add
    local.tee $1
    i32.load
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $18
    local.get $1
    i32.load offset=8
    i32.const <static>
    i32.and
    i32.const 4
    i32.shl
    i32.const <static>
    i32.add
    v128.load
    local.tee $20
    i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
    local.tee $21
    local.get $18
    local.get $20
    i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
    local.get $16
    f64x2.mul
    local.get $7
    local.get $17
    local.get $11
    local.get $17
    local.get $12
    f64x2.mul
    f64x2.add
    f64x2.mul
    f64x2.add
    local.get $21
    local.get $16
    f64x2.mul
    f64x2.add
    f64x2.div
    f64x2.add
    local.get $0
    local.get $3
    i32.add
    v128.load
    local.get $13
    v128.and
    v128.xor
    local.get $15
    f64x2.sub
    f64x2.mul
    f64x2.add
    v128.store
    local.get $0
    i32.const 16
    i32.add
    local.set $0
    br $for-loop|02
   end
  end
 )
