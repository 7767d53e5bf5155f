;; hebbian_fold in the strict build; made by scripts/pin-wat.ts
 (func $assembly/hebbian/couplings/fold (param $0 i32)
  (local $1 i32)
  (local $2 i32)
  (local $3 v128)
  (local $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 i32)
  (local $8 i32)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  local.get $0
  i32.load <np>
  local.tee $8
  i32.const 2
  i32.shr_s
  local.set $7
  local.get $8
  i32.const 3
  i32.shl
  local.set $6
  local.get $0
  local.get $0
  i32.load <weights>
  i32.add
  local.set $2
  local.get $0
  i32.load <patternCount>
  local.get $0
  i32.load <used>
  i32.add
  local.set $4
  local.get $0
  local.get $0
  i32.load <coefficients>
  i32.add
  local.set $1
  loop $for-loop|0
   local.get $4
   local.get $10
   i32.gt_s
   if
    local.get $2
    local.get $10
    i32.const 3
    i32.shl
    i32.add
    f64.load
    f64.const 0
    f64.ne
    if
     local.get $1
     local.get $0
     local.get $0
     i32.load <slots>
     i32.add
     local.get $10
     local.get $0
     i32.load <np>
     i32.mul
     i32.const 3
     i32.shl
     i32.add
     i32.store <projection>
     local.get $1
     local.get $10
     i32.store offset=68
     local.get $1
     i32.const 72
     i32.add
     local.set $1
    end
    local.get $10
    i32.const 1
    i32.add
    local.set $10
    br $for-loop|0
   end
  end
  local.get $1
  local.set $2
  loop $for-loop|00
   local.get $7
   local.get $9
   i32.gt_s
   if
    local.get $0
    local.get $0
    i32.load <weights>
    i32.add
    local.set $5
    local.get $9
    i32.const 5
    i32.shl
    local.set $4
    local.get $0
    local.get $0
    i32.load <coefficients>
    i32.add
    local.set $1
    loop $for-loop|01
     local.get $1
     local.get $2
     i32.lt_u
     if
      local.get $5
      local.get $1
      i32.load offset=68
      i32.const 3
      i32.shl
      i32.add
      v128.load64_splat
      local.set $3
      local.get $1
      i32.load <projection>
      local.get $4
      i32.add
      local.set $11
      i32.const 0
      local.set $10
      loop $for-loop|1
       local.get $10
       i32.const 4
       i32.lt_u
       if
        local.get $1
        local.get $10
        i32.const 4
        i32.shl
        i32.add
        local.get $11
        local.get $10
        i32.const 3
        i32.shl
        i32.add
        v128.load64_splat
        local.get $3
        f64x2.mul
        v128.store
        local.get $10
        i32.const 1
        i32.add
        local.set $10
        br $for-loop|1
       end
      end
      local.get $1
      i32.const 72
      i32.add
      local.set $1
      br $for-loop|01
     end
    end
    local.get $0
    f64.load <alpha>
    local.get $0
    local.get $0
    i32.load <base>
    i32.add
    local.get $8
    local.get $9
    i32.mul
    local.get $9
    i32.const 1
    i32.sub
    local.get $9
    i32.const 1
    i32.shl
    i32.mul
    i32.sub
    i32.const 5
    i32.shl
    i32.add
    local.tee $1
    local.get $0
    local.get $0
    i32.load <coefficients>
    i32.add
    local.get $2
    local.get $9
    i32.const 5
    i32.shl
    local.get $6
    local.get $1
    call $assembly/hebbian/blocks/blocksOf
    local.get $1
    call $assembly/linalg/packed/mirror_hollow_block_f64
    local.get $9
    i32.const 1
    i32.add
    local.set $9
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
  local.get $8
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
