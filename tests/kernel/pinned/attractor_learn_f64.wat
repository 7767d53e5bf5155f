;; attractor_learn_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/attractor/learn/attractor_learn_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 i32)
  (local $18 i32)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 i32)
  (local $23 i32)
  (local $24 i32)
  (local $25 v128)
  (local $26 v128)
  (local $27 v128)
  local.get $1
  i32.const 3
  i32.shl
  local.set $5
  loop $for-loop|0
   local.get $5
   local.get $6
   i32.gt_u
   if
    local.get $2
    local.get $6
    i32.add
    local.tee $1
    v128.load64_splat
    local.set $12
    local.get $1
    v128.load64_splat offset=8
    local.set $13
    local.get $1
    v128.load64_splat offset=16
    local.set $14
    local.get $1
    v128.load64_splat offset=24
    local.set $15
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $9
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $10
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $11
    i32.const 0
    local.set $8
    local.get $6
    local.set $1
    loop $for-loop|1
     loop $for-loop|2
      local.get $1
      local.get $8
      i32.gt_u
      if
       block $for-break2
        local.get $0
        local.get $8
        i32.add
        local.tee $22
        local.get $5
        i32.add
        local.tee $17
        local.get $5
        i32.add
        local.tee $18
        local.get $5
        i32.add
        local.set $23
        local.get $22
        local.get $12
        local.get $3
        local.get $8
        i32.add
        local.tee $24
        v128.load
        local.tee $16
        f64x2.mul
        local.get $22
        v128.load
        f64x2.add
        local.tee $19
        v128.store
        local.get $19
        local.get $16
        f64x2.mul
        local.get $7
        f64x2.add
        local.set $7
        local.get $17
        local.get $13
        local.get $16
        f64x2.mul
        local.get $17
        v128.load
        f64x2.add
        local.tee $19
        v128.store
        local.get $19
        local.get $16
        f64x2.mul
        local.get $9
        f64x2.add
        local.set $9
        local.get $18
        local.get $14
        local.get $16
        f64x2.mul
        local.get $18
        v128.load
        f64x2.add
        local.tee $19
        v128.store
        local.get $19
        local.get $16
        f64x2.mul
        local.get $10
        f64x2.add
        local.set $10
        local.get $23
        local.get $15
        local.get $16
        f64x2.mul
        local.get $23
        v128.load
        f64x2.add
        local.tee $19
        v128.store
        local.get $19
        local.get $16
        f64x2.mul
        local.get $11
        f64x2.add
        local.set $11
        local.get $8
        i32.const 16
        i32.add
        local.get $1
        i32.ge_u
        br_if $for-break2
        local.get $22
        local.get $12
        local.get $24
        v128.load offset=16
        local.tee $16
        f64x2.mul
        local.get $22
        v128.load offset=16
        f64x2.add
        local.tee $19
        v128.store offset=16
        local.get $19
        local.get $16
        f64x2.mul
        local.get $7
        f64x2.add
        local.set $7
        local.get $17
        local.get $13
        local.get $16
        f64x2.mul
        local.get $17
        v128.load offset=16
        f64x2.add
        local.tee $19
        v128.store offset=16
        local.get $19
        local.get $16
        f64x2.mul
        local.get $9
        f64x2.add
        local.set $9
        local.get $18
        local.get $14
        local.get $16
        f64x2.mul
        local.get $18
        v128.load offset=16
        f64x2.add
        local.tee $19
        v128.store offset=16
        local.get $19
        local.get $16
        f64x2.mul
        local.get $10
        f64x2.add
        local.set $10
        local.get $23
        local.get $15
        local.get $16
        f64x2.mul
        local.get $23
        v128.load offset=16
        f64x2.add
        local.tee $19
        v128.store offset=16
        local.get $19
        local.get $16
        f64x2.mul
        local.get $11
        f64x2.add
        local.set $11
        local.get $8
        i32.const 32
        i32.add
        local.get $1
        i32.ge_u
        br_if $for-break2
        local.get $22
        local.get $12
        local.get $24
        v128.load offset=32
        local.tee $16
        f64x2.mul
        local.get $22
        v128.load offset=32
        f64x2.add
        local.tee $19
        v128.store offset=32
        local.get $19
        local.get $16
        f64x2.mul
        local.get $7
        f64x2.add
        local.set $7
        local.get $17
        local.get $13
        local.get $16
        f64x2.mul
        local.get $17
        v128.load offset=32
        f64x2.add
        local.tee $19
        v128.store offset=32
        local.get $19
        local.get $16
        f64x2.mul
        local.get $9
        f64x2.add
        local.set $9
        local.get $18
        local.get $14
        local.get $16
        f64x2.mul
        local.get $18
        v128.load offset=32
        f64x2.add
        local.tee $19
        v128.store offset=32
        local.get $19
        local.get $16
        f64x2.mul
        local.get $10
        f64x2.add
        local.set $10
        local.get $23
        local.get $15
        local.get $16
        f64x2.mul
        local.get $23
        v128.load offset=32
        f64x2.add
        local.tee $19
        v128.store offset=32
        local.get $19
        local.get $16
        f64x2.mul
        local.get $11
        f64x2.add
        local.set $11
        local.get $8
        i32.const 48
        i32.add
        local.get $1
        i32.ge_u
        br_if $for-break2
        local.get $22
        local.get $12
        local.get $24
        v128.load offset=48
        local.tee $16
        f64x2.mul
        local.get $22
        v128.load offset=48
        f64x2.add
        local.tee $19
        v128.store offset=48
        local.get $19
        local.get $16
        f64x2.mul
        local.get $7
        f64x2.add
        local.set $7
        local.get $17
        local.get $13
        local.get $16
        f64x2.mul
        local.get $17
        v128.load offset=48
        f64x2.add
        local.tee $19
        v128.store offset=48
        local.get $19
        local.get $16
        f64x2.mul
        local.get $9
        f64x2.add
        local.set $9
        local.get $18
        local.get $14
        local.get $16
        f64x2.mul
        local.get $18
        v128.load offset=48
        f64x2.add
        local.tee $19
        v128.store offset=48
        local.get $19
        local.get $16
        f64x2.mul
        local.get $10
        f64x2.add
        local.set $10
        local.get $23
        local.get $15
        local.get $16
        f64x2.mul
        local.get $23
        v128.load offset=48
        f64x2.add
        local.tee $19
        v128.store offset=48
        local.get $19
        local.get $16
        f64x2.mul
        local.get $11
        f64x2.add
        local.set $11
        local.get $8
        i32.const -64
        i32.sub
        local.set $8
        br $for-loop|2
       end
      end
     end
     local.get $1
     local.get $5
     i32.ne
     if
      local.get $0
      local.get $6
      i32.add
      local.tee $1
      local.get $5
      i32.add
      local.tee $8
      local.get $5
      i32.add
      local.tee $17
      local.get $5
      i32.add
      local.set $18
      local.get $1
      local.get $12
      local.get $3
      local.get $6
      i32.add
      local.tee $22
      v128.load
      local.tee $19
      f64.const 0
      f64x2.replace_lane 0
      f64x2.mul
      local.get $1
      v128.load
      f64x2.add
      local.tee $20
      v128.store
      local.get $8
      local.get $13
      local.get $19
      f64.const 0
      f64x2.replace_lane 1
      f64x2.mul
      local.get $8
      v128.load
      f64x2.add
      local.tee $25
      v128.store
      local.get $17
      local.get $14
      local.get $19
      f64x2.mul
      local.get $17
      v128.load
      f64x2.add
      local.tee $26
      v128.store
      local.get $18
      local.get $15
      local.get $19
      f64x2.mul
      local.get $18
      v128.load
      f64x2.add
      local.tee $16
      v128.store
      local.get $1
      local.get $12
      local.get $22
      v128.load offset=16
      local.tee $21
      f64x2.mul
      local.get $1
      v128.load offset=16
      f64x2.add
      local.tee $27
      v128.store offset=16
      local.get $27
      local.get $21
      f64x2.mul
      local.get $20
      local.get $19
      f64x2.mul
      local.get $7
      f64x2.add
      f64x2.add
      local.set $7
      local.get $8
      local.get $13
      local.get $21
      f64x2.mul
      local.get $8
      v128.load offset=16
      f64x2.add
      local.tee $20
      v128.store offset=16
      local.get $20
      local.get $21
      f64x2.mul
      local.get $25
      local.get $19
      f64x2.mul
      local.get $9
      f64x2.add
      f64x2.add
      local.set $9
      local.get $17
      local.get $14
      local.get $21
      f64.const 0
      f64x2.replace_lane 0
      f64x2.mul
      local.get $17
      v128.load offset=16
      f64x2.add
      local.tee $20
      v128.store offset=16
      local.get $20
      local.get $21
      f64x2.mul
      local.get $26
      local.get $19
      f64x2.mul
      local.get $10
      f64x2.add
      f64x2.add
      local.set $10
      local.get $18
      local.get $15
      local.get $21
      f64.const 0
      f64x2.replace_lane 1
      f64x2.mul
      local.get $18
      v128.load offset=16
      f64x2.add
      local.tee $20
      v128.store offset=16
      local.get $20
      local.get $21
      f64x2.mul
      local.get $16
      local.get $19
      f64x2.mul
      local.get $11
      f64x2.add
      f64x2.add
      local.set $11
      local.get $6
      i32.const 32
      i32.add
      local.set $8
      local.get $5
      local.set $1
      br $for-loop|1
     end
    end
    local.get $4
    local.get $6
    i32.add
    local.tee $1
    local.get $7
    f64x2.extract_lane 0
    local.get $7
    f64x2.extract_lane 1
    f64.add
    f64.store
    local.get $1
    local.get $9
    f64x2.extract_lane 0
    local.get $9
    f64x2.extract_lane 1
    f64.add
    f64.store offset=8
    local.get $1
    local.get $10
    f64x2.extract_lane 0
    local.get $10
    f64x2.extract_lane 1
    f64.add
    f64.store offset=16
    local.get $1
    local.get $11
    f64x2.extract_lane 0
    local.get $11
    f64x2.extract_lane 1
    f64.add
    f64.store offset=24
    local.get $0
    local.get $5
    i32.const 2
    i32.shl
    i32.add
    local.set $0
    local.get $6
    i32.const 32
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
 )
