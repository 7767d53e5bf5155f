;; attractor_learn_f64 in the strict build; made by scripts/pin-wat.ts
 (func $assembly/attractor/learn/attractor_learn_f64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 i32) (param $4 i32)
  global.get $assembly/wide/hasWideVectors
  if
   local.get $0
   local.get $1
   local.get $2
   local.get $3
   local.get $4
   call $assembly/attractor/learn-wide/learnWide
  else
   local.get $0
   local.get $1
   local.get $2
   local.get $3
   local.get $4
   call $assembly/attractor/learn/learnRows
  end
 )
