;; hebbian_fold in the strict build; made by scripts/pin-wat.ts
 (func $assembly/hebbian/couplings/fold (param $0 i32)
  (local $1 i32)
  (local $2 i32)
  (local $3 i32)
  (local $4 v128)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 i32)
  (local $19 v128)
  (local $20 v128)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  (local $24 i32)
  local.get $0
  i32.load <np>
  local.tee $21
  i32.const 2
  i32.shr_s
  local.set $22
  local.get $0
  local.get $0
  i32.load <coefficients>
  i32.add
  local.set $6
  local.get $0
  local.get $0
  i32.load <weights>
  i32.add
  local.set $5
  local.get $0
  i32.load <patternCount>
  local.get $0
  i32.load <used>
  i32.add
  local.set $3
  loop $for-loop|0
   local.get $3
   local.get $7
   i32.gt_s
   if
    local.get $5
    local.get $7
    i32.const 3
    i32.shl
    i32.add
    f64.load
    f64.const 0
    f64.ne
    if
     local.get $6
     local.get $1
     i32.const 2
     i32.shl
     i32.add
     local.get $7
     i32.store
     local.get $1
     i32.const 1
     i32.add
     local.set $1
    end
    local.get $7
    i32.const 1
    i32.add
    local.set $7
    br $for-loop|0
   end
  end
  loop $for-loop|00
   local.get $2
   local.get $22
   i32.lt_s
   if
    local.get $0
    local.get $1
    local.get $2
    call $assembly/hebbian/couplings/weighPanel
    local.get $0
    local.get $0
    i32.load <base>
    i32.add
    local.get $2
    local.get $21
    i32.mul
    local.get $2
    i32.const 1
    i32.sub
    local.get $2
    i32.const 1
    i32.shl
    i32.mul
    i32.sub
    i32.const 5
    i32.shl
    i32.add
    local.set $8
    local.get $2
    local.set $3
    loop $for-loop|1
     local.get $3
     local.get $22
     i32.lt_s
     if
      local.get $0
      local.get $0
      i32.load <coefficients>
      i32.add
      local.tee $5
      local.set $23
      local.get $5
      local.get $0
      i32.load <patternCount>
      local.get $0
      i32.load <delayed>
      i32.add
      i32.const 3
      i32.shl
      i32.add
      local.set $7
      local.get $0
      f64.load <alpha>
      f64x2.splat
      local.tee $4
      local.get $8
      v128.load
      f64x2.mul
      local.set $10
      local.get $4
      local.get $8
      v128.load offset=16
      f64x2.mul
      local.set $11
      local.get $4
      local.get $8
      v128.load offset=32
      f64x2.mul
      local.set $12
      local.get $4
      local.get $8
      v128.load offset=48
      f64x2.mul
      local.set $13
      local.get $4
      local.get $8
      v128.load offset=64
      f64x2.mul
      local.set $14
      local.get $4
      local.get $8
      v128.load offset=80
      f64x2.mul
      local.set $15
      local.get $4
      local.get $8
      v128.load offset=96
      f64x2.mul
      local.set $16
      local.get $4
      local.get $8
      v128.load offset=112
      f64x2.mul
      local.set $17
      local.get $0
      local.get $0
      i32.load <slots>
      i32.add
      local.get $3
      i32.const 5
      i32.shl
      i32.add
      local.set $6
      local.get $0
      i32.load <np>
      i32.const 3
      i32.shl
      local.set $5
      i32.const 0
      local.set $9
      loop $for-loop|2
       local.get $1
       local.get $9
       i32.gt_s
       if
        local.get $7
        local.get $9
        i32.const 5
        i32.shl
        i32.add
        local.tee $18
        v128.load64_splat
        local.tee $4
        local.get $6
        local.get $23
        local.get $9
        i32.const 2
        i32.shl
        i32.add
        i32.load
        local.get $5
        i32.mul
        i32.add
        local.tee $24
        v128.load
        local.tee $19
        f64x2.mul
        local.get $10
        f64x2.add
        local.set $10
        local.get $4
        local.get $24
        v128.load offset=16
        local.tee $20
        f64x2.mul
        local.get $14
        f64x2.add
        local.set $14
        local.get $18
        v128.load64_splat offset=8
        local.tee $4
        local.get $19
        f64x2.mul
        local.get $11
        f64x2.add
        local.set $11
        local.get $4
        local.get $20
        f64x2.mul
        local.get $15
        f64x2.add
        local.set $15
        local.get $18
        v128.load64_splat offset=16
        local.tee $4
        local.get $19
        f64x2.mul
        local.get $12
        f64x2.add
        local.set $12
        local.get $4
        local.get $20
        f64x2.mul
        local.get $16
        f64x2.add
        local.set $16
        local.get $18
        v128.load64_splat offset=24
        local.tee $4
        local.get $19
        f64x2.mul
        local.get $13
        f64x2.add
        local.set $13
        local.get $4
        local.get $20
        f64x2.mul
        local.get $17
        f64x2.add
        local.set $17
        local.get $9
        i32.const 1
        i32.add
        local.set $9
        br $for-loop|2
       end
      end
      local.get $8
      local.get $10
      v128.store
      local.get $8
      local.get $11
      v128.store offset=16
      local.get $8
      local.get $12
      v128.store offset=32
      local.get $8
      local.get $13
      v128.store offset=48
      local.get $8
      local.get $14
      v128.store offset=64
      local.get $8
      local.get $15
      v128.store offset=80
      local.get $8
      local.get $16
      v128.store offset=96
      local.get $8
      local.get $17
      v128.store offset=112
      local.get $2
      local.get $3
      i32.eq
      if
       local.get $8
       call $assembly/linalg/packed/mirror_hollow_block_f64
      end
      local.get $8
      i32.const 128
      i32.add
      local.set $8
      local.get $3
      i32.const 1
      i32.add
      local.set $3
      br $for-loop|1
     end
    end
    local.get $2
    i32.const 1
    i32.add
    local.set $2
    br $for-loop|00
   end
  end
  local.get $0
  f64.const 1
  f64.store <alpha>
  local.get $0
  i32.const 0
  i32.store <used>
  local.get $0
  local.get $0
  i32.load <weights>
  i32.add
  i32.const 0
  local.get $0
  i32.load <patternCount>
  local.get $0
  i32.load <delayed>
  i32.add
  i32.const 3
  i32.shl
  memory.fill
  local.get $0
  local.get $0
  i32.load <diagonal>
  i32.add
  i32.const 0
  local.get $21
  i32.const 3
  i32.shl
  memory.fill
  local.get $0
  local.get $0
  i32.load <known>
  i32.add
  i32.const 0
  local.get $0
  i32.load <patternCount>
  i32.const 2
  i32.shl
  memory.fill
 )
