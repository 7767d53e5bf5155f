;; advanceRowBack<f32> in the strict build; made by scripts/pin-wat.ts
 (func $assembly/spiking/plasticity/advanceRowBack<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 i32) (param $10 f32) (param $11 f32) (param $12 f32) (param $13 i32) (param $14 i32)
  (local $15 i32)
  (local $16 v128)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 v128)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 v128)
  (local $29 v128)
  (local $30 v128)
  (local $31 v128)
  (local $32 v128)
  (local $33 v128)
  (local $34 v128)
  (local $35 v128)
  (local $36 i32)
  (local $37 v128)
  (local $38 v128)
  (local $39 v128)
  (local $40 v128)
  (local $41 v128)
  (local $42 v128)
  local.get $2
  i32.const 2
  i32.shl
  local.set $26
  local.get $9
  i32.const 1
  i32.sub
  local.set $25
  local.get $14
  i32.const 0
  local.get $9
  i32.const 5
  i32.shl
  memory.fill
  loop $for-loop|0
   local.get $21
   i32.const -64
   i32.sub
   local.get $26
   i32.le_u
   if
    local.get $1
    local.get $21
    i32.add
    local.set $36
    local.get $4
    local.get $21
    i32.add
    local.get $10
    f32x4.splat
    local.set $28
    local.get $0
    local.get $21
    i32.add
    local.tee $2
    v128.load
    local.set $16
    local.get $2
    v128.load offset=16
    local.set $20
    local.get $2
    v128.load offset=32
    local.set $23
    local.get $2
    v128.load offset=48
    local.set $24
    local.get $8
    local.set $15
    local.get $3
    local.get $21
    i32.add
    local.set $18
    local.get $13
    local.set $2
    i32.const 0
    local.set $17
    loop $for-loop|1
     local.get $17
     local.get $25
     i32.lt_u
     if
      local.get $2
      local.get $16
      v128.store
      local.get $2
      local.get $20
      v128.store offset=16
      local.get $2
      local.get $23
      v128.store offset=32
      local.get $2
      local.get $24
      v128.store offset=48
      local.get $16
      local.get $15
      i32.const 4
      i32.add
      v128.load32_splat
      local.tee $29
      local.get $15
      v128.load32_splat
      local.tee $30
      local.get $18
      v128.load
      f32x4.mul
      local.tee $16
      f32x4.sub
      f32x4.mul
      local.get $28
      local.get $16
      f32x4.mul
      f32x4.add
      local.set $16
      local.get $20
      local.get $29
      local.get $30
      local.get $18
      v128.load offset=16
      f32x4.mul
      local.tee $20
      f32x4.sub
      f32x4.mul
      local.get $28
      local.get $20
      f32x4.mul
      f32x4.add
      local.set $20
      local.get $23
      local.get $29
      local.get $30
      local.get $18
      v128.load offset=32
      f32x4.mul
      local.tee $23
      f32x4.sub
      f32x4.mul
      local.get $28
      local.get $23
      f32x4.mul
      f32x4.add
      local.set $23
      local.get $24
      local.get $29
      local.get $30
      local.get $18
      v128.load offset=48
      f32x4.mul
      local.tee $24
      f32x4.sub
      f32x4.mul
      local.get $28
      local.get $24
      f32x4.mul
      f32x4.add
      local.set $24
      local.get $15
      i32.const 8
      i32.add
      local.set $15
      local.get $7
      local.get $18
      i32.add
      local.set $18
      local.get $2
      i32.const -64
      i32.sub
      local.set $2
      local.get $17
      i32.const 1
      i32.add
      local.set $17
      br $for-loop|1
     end
    end
    local.get $2
    local.get $16
    v128.store
    local.get $2
    local.get $20
    v128.store offset=16
    local.get $2
    local.get $23
    v128.store offset=32
    local.get $2
    local.get $24
    v128.store offset=48
    local.get $36
    v128.load
    local.set $20
    local.get $36
    v128.load offset=16
    local.set $23
    local.get $36
    v128.load offset=32
    local.set $24
    local.get $36
    v128.load offset=48
    local.set $16
    local.get $7
    local.get $25
    i32.mul
    i32.add
    local.set $17
    local.get $14
    local.get $25
    i32.const 5
    i32.shl
    i32.add
    local.set $22
    i32.const 0
    local.set $19
    loop $for-loop|2
     local.get $19
     local.get $25
     i32.le_u
     if
      local.get $15
      i32.const 4
      i32.add
      v128.load32_splat
      local.set $29
      local.get $22
      v128.load
      local.set $37
      local.get $22
      v128.load offset=16
      local.set $32
      local.get $18
      v128.load
      local.set $30
      local.get $17
      local.get $20
      local.get $28
      local.get $2
      v128.load
      local.tee $33
      f32x4.sub
      f32x4.mul
      local.tee $38
      local.get $15
      v128.load32_splat
      local.tee $31
      f32x4.mul
      local.get $17
      v128.load
      f32x4.add
      v128.store
      local.get $20
      local.get $33
      f32x4.mul
      local.get $32
      f32x4.add
      local.set $33
      local.get $20
      local.get $29
      local.get $31
      local.get $30
      f32x4.mul
      f32x4.sub
      f32x4.mul
      local.set $20
      local.get $18
      v128.load offset=16
      local.set $32
      local.get $17
      local.get $23
      local.get $28
      local.get $2
      v128.load offset=16
      local.tee $34
      f32x4.sub
      f32x4.mul
      local.tee $39
      local.get $31
      f32x4.mul
      local.get $17
      v128.load offset=16
      f32x4.add
      v128.store offset=16
      local.get $23
      local.get $34
      f32x4.mul
      local.get $33
      f32x4.add
      local.set $34
      local.get $23
      local.get $29
      local.get $31
      local.get $32
      f32x4.mul
      f32x4.sub
      f32x4.mul
      local.set $23
      local.get $18
      v128.load offset=32
      local.set $33
      local.get $17
      local.get $24
      local.get $28
      local.get $2
      v128.load offset=32
      local.tee $35
      f32x4.sub
      f32x4.mul
      local.tee $40
      local.get $31
      f32x4.mul
      local.get $17
      v128.load offset=32
      f32x4.add
      v128.store offset=32
      local.get $24
      local.get $35
      f32x4.mul
      local.get $34
      f32x4.add
      local.set $41
      local.get $24
      local.get $29
      local.get $31
      local.get $33
      f32x4.mul
      f32x4.sub
      f32x4.mul
      local.set $24
      local.get $18
      v128.load offset=48
      local.set $34
      local.get $17
      local.get $16
      local.get $28
      local.get $2
      v128.load offset=48
      local.tee $35
      f32x4.sub
      f32x4.mul
      local.tee $42
      local.get $31
      f32x4.mul
      local.get $17
      v128.load offset=48
      f32x4.add
      v128.store offset=48
      local.get $16
      local.get $35
      f32x4.mul
      local.get $41
      f32x4.add
      local.set $35
      local.get $16
      local.get $29
      local.get $31
      local.get $34
      f32x4.mul
      f32x4.sub
      f32x4.mul
      local.set $16
      local.get $22
      local.get $42
      local.get $34
      f32x4.mul
      local.get $40
      local.get $33
      f32x4.mul
      local.get $39
      local.get $32
      f32x4.mul
      local.get $38
      local.get $30
      f32x4.mul
      local.get $37
      f32x4.add
      f32x4.add
      f32x4.add
      f32x4.add
      v128.store
      local.get $22
      local.get $35
      v128.store offset=16
      local.get $15
      i32.const 8
      i32.sub
      local.set $15
      local.get $18
      local.get $7
      i32.sub
      local.set $18
      local.get $17
      local.get $7
      i32.sub
      local.set $17
      local.get $2
      i32.const -64
      i32.add
      local.set $2
      local.get $22
      i32.const 32
      i32.sub
      local.set $22
      local.get $19
      i32.const 1
      i32.add
      local.set $19
      br $for-loop|2
     end
    end
    local.get $36
    local.get $20
    v128.store
    local.get $36
    local.get $23
    v128.store offset=16
    local.get $36
    local.get $24
    v128.store offset=32
    local.get $36
    local.get $16
    v128.store offset=48
    local.get $21
    i32.const -64
    i32.sub
    local.set $21
    br $for-loop|0
   end
  end
  loop $for-loop|3
   local.get $21
   local.get $26
   i32.lt_u
   if
    local.get $1
    local.get $21
    i32.add
    local.set $36
    local.get $4
    local.get $21
    i32.add
    local.get $10
    f32x4.splat
    local.set $20
    local.get $0
    local.get $21
    i32.add
    v128.load
    local.set $16
    local.get $8
    local.set $2
    local.get $3
    local.get $21
    i32.add
    local.set $18
    local.get $13
    local.set $15
    i32.const 0
    local.set $17
    loop $for-loop|4
     local.get $17
     local.get $25
     i32.lt_u
     if
      local.get $15
      local.get $16
      v128.store
      local.get $16
      local.get $2
      i32.const 4
      i32.add
      v128.load32_splat
      local.get $2
      v128.load32_splat
      local.get $18
      v128.load
      f32x4.mul
      local.tee $16
      f32x4.sub
      f32x4.mul
      local.get $20
      local.get $16
      f32x4.mul
      f32x4.add
      local.set $16
      local.get $2
      i32.const 8
      i32.add
      local.set $2
      local.get $7
      local.get $18
      i32.add
      local.set $18
      local.get $15
      i32.const 16
      i32.add
      local.set $15
      local.get $17
      i32.const 1
      i32.add
      local.set $17
      br $for-loop|4
     end
    end
    local.get $15
    local.get $16
    v128.store
    local.get $36
    v128.load
    local.set $16
    local.get $7
    local.get $25
    i32.mul
    i32.add
    local.set $19
    local.get $14
    local.get $25
    i32.const 5
    i32.shl
    i32.add
    local.set $17
    i32.const 0
    local.set $22
    loop $for-loop|5
     local.get $22
     local.get $25
     i32.le_u
     if
      local.get $2
      i32.const 4
      i32.add
      v128.load32_splat
      local.set $23
      local.get $18
      v128.load
      local.set $24
      local.get $19
      local.get $16
      local.get $20
      local.get $15
      v128.load
      local.tee $28
      f32x4.sub
      f32x4.mul
      local.tee $29
      local.get $2
      v128.load32_splat
      local.tee $30
      f32x4.mul
      local.get $19
      v128.load
      f32x4.add
      v128.store
      local.get $17
      local.get $29
      local.get $24
      f32x4.mul
      local.get $17
      v128.load
      f32x4.add
      v128.store
      local.get $17
      local.get $16
      local.get $28
      f32x4.mul
      local.get $17
      v128.load offset=16
      f32x4.add
      v128.store offset=16
      local.get $16
      local.get $23
      local.get $30
      local.get $24
      f32x4.mul
      f32x4.sub
      f32x4.mul
      local.set $16
      local.get $2
      i32.const 8
      i32.sub
      local.set $2
      local.get $18
      local.get $7
      i32.sub
      local.set $18
      local.get $19
      local.get $7
      i32.sub
      local.set $19
      local.get $15
      i32.const 16
      i32.sub
      local.set $15
      local.get $17
      i32.const 32
      i32.sub
      local.set $17
      local.get $22
      i32.const 1
      i32.add
      local.set $22
      br $for-loop|5
     end
    end
    local.get $36
    local.get $16
    v128.store
    local.get $21
    i32.const 16
    i32.add
    local.set $21
    br $for-loop|3
   end
  end
  loop $for-loop|6
   local.get $9
   local.get $27
   i32.gt_s
   if
    local.get $6
    local.get $11
    local.get $14
    v128.load
    local.tee $16
    local.get $16
    local.get $16
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    f32x4.add
    local.tee $16
    f32x4.extract_lane 0
    local.get $16
    f32x4.extract_lane 1
    f32.add
    f32.mul
    local.get $12
    local.get $12
    f32.add
    local.get $5
    f32.load
    f32.mul
    local.get $14
    v128.load offset=16
    local.tee $16
    local.get $16
    local.get $16
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    f32x4.add
    local.tee $16
    f32x4.extract_lane 0
    local.get $16
    f32x4.extract_lane 1
    f32.add
    f32.mul
    f32.sub
    f32.store
    local.get $14
    i32.const 32
    i32.add
    local.set $14
    local.get $5
    local.get $7
    i32.add
    local.set $5
    local.get $6
    local.get $7
    i32.add
    local.set $6
    local.get $27
    i32.const 1
    i32.add
    local.set $27
    br $for-loop|6
   end
  end
 )
