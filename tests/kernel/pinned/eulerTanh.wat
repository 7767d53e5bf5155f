;; eulerTanh in the strict build; made by scripts/pin-wat.ts
 (func $assembly/rate/step/eulerTanh (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 f64) (param $6 i32)
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
  (local $19 v128)
  (local $20 i32)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  local.get $5
  f64x2.splat
  local.set $11
  local.get $1
  i32.const 3
  i32.shl
  local.tee $8
  local.get $6
  i32.add
  local.set $9
  loop $for-loop|0
   local.get $0
   local.get $10
   i32.gt_s
   if
    local.get $4
    if (result v128)
     local.get $4
     local.get $10
     i32.const 3
     i32.shl
     i32.add
     v128.load64_splat
    else
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    end
    local.set $7
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
    i32.const 0
    local.set $1
    loop $for-loop|1
     local.get $1
     local.get $8
     i32.lt_u
     if
      local.get $1
      local.get $3
      i32.add
      v128.load
      local.get $7
      f64x2.add
      f64x2.abs
      local.get $12
      f64x2.pmin
      local.tee $17
      local.get $13
      f64x2.mul
      local.get $14
      f64x2.add
      local.tee $18
      local.get $14
      f64x2.sub
      local.set $19
      local.get $1
      local.get $9
      i32.add
      local.get $18
      i32.const 52
      i64x2.shl
      v128.store
      local.get $1
      local.get $6
      i32.add
      local.get $17
      local.get $19
      local.get $15
      f64x2.mul
      f64x2.add
      local.get $19
      local.get $16
      f64x2.mul
      f64x2.add
      v128.store
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|1
     end
    end
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
    i32.const <static>
    v128.load64_splat
    local.set $18
    i32.const <static>
    v128.load64_splat
    local.set $19
    i32.const 0
    local.set $1
    loop $for-loop|2
     local.get $1
     local.get $8
     i32.lt_u
     if
      local.get $1
      local.get $6
      i32.add
      local.tee $20
      v128.load
      local.tee $21
      local.get $21
      f64x2.mul
      local.tee $22
      local.get $22
      f64x2.mul
      local.set $23
      local.get $20
      local.get $19
      local.get $1
      local.get $9
      i32.add
      local.tee $20
      v128.load
      local.tee $12
      f64x2.sub
      local.tee $13
      local.get $22
      local.get $14
      local.get $22
      local.get $15
      f64x2.mul
      f64x2.add
      local.get $23
      local.get $16
      local.get $22
      local.get $17
      f64x2.mul
      f64x2.add
      local.get $23
      local.get $18
      f64x2.mul
      f64x2.add
      f64x2.mul
      f64x2.add
      f64x2.mul
      local.tee $22
      local.get $13
      f64x2.mul
      local.get $21
      local.get $19
      local.get $12
      f64x2.add
      local.tee $12
      f64x2.mul
      f64x2.add
      f64x2.add
      v128.store
      local.get $20
      local.get $12
      local.get $22
      local.get $12
      f64x2.mul
      local.get $21
      local.get $13
      f64x2.mul
      f64x2.add
      f64x2.add
      v128.store
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|2
     end
    end
    i32.const 0
    local.set $1
    loop $for-loop|3
     local.get $1
     local.get $8
     i32.lt_u
     if
      local.get $1
      local.get $2
      i32.add
      local.tee $20
      v128.load
      local.set $12
      local.get $20
      local.get $12
      local.get $11
      local.get $1
      local.get $3
      i32.add
      v128.load
      local.get $7
      f64x2.add
      local.get $1
      local.get $6
      i32.add
      v128.load
      local.get $1
      local.get $9
      i32.add
      v128.load
      f64x2.div
      i32.const <static>
      v128.load64_splat
      v128.bitselect
      local.get $12
      f64x2.sub
      f64x2.mul
      f64x2.add
      v128.store
      local.get $1
      i32.const 16
      i32.add
      local.set $1
      br $for-loop|3
     end
    end
    local.get $2
    local.get $8
    i32.add
    local.set $2
    local.get $3
    local.get $8
    i32.add
    local.set $3
    local.get $10
    i32.const 1
    i32.add
    local.set $10
    br $for-loop|0
   end
  end
 )
