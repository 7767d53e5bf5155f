;; stepNeurons<f32> in the strict build; made by scripts/pin-wat.ts
 (func $assembly/spiking/neurons/stepNeurons<f32> (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32)
  (local $7 i32)
  (local $8 v128)
  (local $9 i32)
  (local $10 i32)
  (local $11 i32)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 i32)
  (local $18 i32)
  (local $19 i32)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  local.get $0
  f64.load
  f32.demote_f64
  f32x4.splat
  local.set $8
  local.get $0
  f64.load offset=8
  f32.demote_f64
  f32x4.splat
  local.set $12
  local.get $0
  f64.load offset=16
  f32.demote_f64
  f32x4.splat
  local.set $13
  local.get $0
  f64.load offset=24
  f32.demote_f64
  f32x4.splat
  local.set $14
  local.get $0
  f64.load offset=32
  f32.demote_f64
  f32x4.splat
  local.set $15
  local.get $0
  f64.load offset=40
  f32.demote_f64
  f32x4.splat
  local.set $16
  local.get $0
  i32.load offset=48
  i32.const 0
  i32.ne
  local.set $17
  local.get $1
  i32.const 2
  i32.shl
  local.set $11
  i32.const 0
  local.set $0
  loop $for-loop|0
   local.get $0
   local.get $1
   i32.lt_s
   if
    local.get $12
    local.get $0
    i32.const 2
    i32.shl
    local.tee $9
    local.get $3
    i32.add
    local.tee $10
    v128.load
    f32x4.mul
    local.tee $20
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $10
    local.get $11
    i32.add
    local.tee $18
    v128.load
    local.tee $21
    f32x4.sub
    f32x4.mul
    local.get $13
    local.get $2
    local.get $9
    i32.add
    v128.load
    f32x4.mul
    local.tee $22
    f32x4.add
    local.get $20
    local.get $22
    f32x4.add
    local.get $8
    local.get $21
    f32x4.mul
    f32x4.sub
    local.get $17
    select
    local.tee $20
    local.get $20
    f32x4.abs
    i32.const <static>
    v128.load32_splat
    f32x4.lt
    v128.andnot
    local.tee $20
    local.get $8
    f32x4.sub
    local.tee $21
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.gt
    local.get $10
    local.get $11
    i32.const 1
    i32.shl
    i32.add
    local.tee $19
    v128.load
    local.tee $23
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.gt
    local.tee $22
    v128.andnot
    local.tee $24
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    v128.and
    local.set $25
    local.get $10
    local.get $20
    v128.store
    local.get $18
    local.get $25
    v128.store
    local.get $19
    local.get $23
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    f32x4.sub
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmax
    local.get $16
    local.get $25
    f32x4.mul
    local.get $22
    v128.bitselect
    v128.store
    local.get $5
    local.get $9
    i32.add
    local.get $14
    v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
    local.get $21
    f32x4.abs
    local.get $15
    f32x4.div
    f32x4.sub
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.pmax
    f32x4.mul
    local.get $22
    v128.andnot
    v128.store
    local.get $6
    if
     local.get $6
     local.get $9
     i32.add
     local.get $20
     v128.store
    end
    local.get $7
    local.get $24
    i32x4.bitmask
    local.get $0
    i32.shl
    i32.or
    local.set $7
    local.get $0
    i32.const 4
    i32.add
    i32.const 31
    i32.and
    i32.eqz
    if
     local.get $4
     local.get $0
     i32.const 5
     i32.shr_u
     i32.const 2
     i32.shl
     i32.add
     local.get $7
     i32.store
     i32.const 0
     local.set $7
    end
    local.get $0
    i32.const 4
    i32.add
    local.set $0
    br $for-loop|0
   end
  end
  local.get $1
  i32.const 31
  i32.and
  if
   local.get $4
   local.get $1
   i32.const 5
   i32.shr_u
   i32.const 2
   i32.shl
   i32.add
   local.get $7
   i32.store
  end
 )
