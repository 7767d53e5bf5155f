;; dots_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/linalg/vectors/dots_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  (local $5 i32)
  (local $6 i32)
  (local $7 v128)
  (local $8 i32)
  (local $9 v128)
  (local $10 v128)
  (local $11 v128)
  (local $12 v128)
  (local $13 i32)
  (local $14 i32)
  local.get $2
  i32.const 3
  i32.shl
  local.set $8
  loop $for-loop|0
   local.get $6
   i32.const 4
   i32.add
   local.get $1
   i32.le_s
   if
    local.get $0
    local.get $6
    local.get $8
    i32.mul
    i32.add
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $9
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $10
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $11
    i32.const 0
    local.set $5
    loop $for-loop|1
     local.get $5
     local.get $8
     i32.lt_u
     if
      local.get $5
      local.get $13
      i32.add
      local.tee $14
      v128.load
      local.get $3
      local.get $5
      i32.add
      v128.load
      local.tee $12
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $8
      local.get $14
      i32.add
      v128.load
      local.get $12
      f64x2.mul
      local.get $9
      f64x2.add
      local.set $9
      local.get $14
      local.get $8
      i32.const 1
      i32.shl
      i32.add
      v128.load
      local.get $12
      f64x2.mul
      local.get $10
      f64x2.add
      local.set $10
      local.get $14
      local.get $8
      i32.const 3
      i32.mul
      i32.add
      v128.load
      local.get $12
      f64x2.mul
      local.get $11
      f64x2.add
      local.set $11
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      br $for-loop|1
     end
    end
    local.get $4
    local.get $6
    i32.const 3
    i32.shl
    i32.add
    local.tee $5
    local.get $7
    f64x2.extract_lane 0
    local.get $7
    f64x2.extract_lane 1
    f64.add
    f64.store
    local.get $5
    local.get $9
    f64x2.extract_lane 0
    local.get $9
    f64x2.extract_lane 1
    f64.add
    f64.store offset=8
    local.get $5
    local.get $10
    f64x2.extract_lane 0
    local.get $10
    f64x2.extract_lane 1
    f64.add
    f64.store offset=16
    local.get $5
    local.get $11
    f64x2.extract_lane 0
    local.get $11
    f64x2.extract_lane 1
    f64.add
    f64.store offset=24
    local.get $6
    i32.const 4
    i32.add
    local.set $6
    br $for-loop|0
   end
  end
  loop $for-loop|2
   local.get $1
   local.get $6
   i32.gt_s
   if
    local.get $0
    local.get $6
    local.get $8
    i32.mul
    i32.add
    local.set $13
    i32.const 0
    local.set $5
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $7
    local.get $2
    i32.const 3
    i32.shl
    local.set $14
    loop $for-loop|00
     local.get $5
     local.get $14
     i32.lt_u
     if
      local.get $5
      local.get $13
      i32.add
      v128.load
      local.get $3
      local.get $5
      i32.add
      v128.load
      f64x2.mul
      local.get $7
      f64x2.add
      local.set $7
      local.get $5
      i32.const 16
      i32.add
      local.set $5
      br $for-loop|00
     end
    end
    local.get $4
    local.get $6
    i32.const 3
    i32.shl
    i32.add
    local.get $7
    f64x2.extract_lane 0
    local.get $7
    f64x2.extract_lane 1
    f64.add
    f64.store
    local.get $6
    i32.const 1
    i32.add
    local.set $6
    br $for-loop|2
   end
  end
 )
