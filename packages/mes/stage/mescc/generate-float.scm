;;; generate-float.scm : float, double and long double on the x87 stack
;;;
;;;   a * b   ->   fld a   fld b   fmulp        a value is left in st0
;;; Computation is in 80 bits, storing rounds (as gcc does without SSE).
;;; Trap: the stack has eight places and a call expects it empty; an operand is therefore kept in memory
;;; while the other one calls something or is deep.

(define *float-depth* 0)

(define (gen-float node)
  (case (node-op node)
    ((fconst) (gen-float-constant node))
    ((var deref) (float-load! (gen-mem node eax (list ecx edx)) (node-type node)))
    ((add) (gen-float-binary node 0 "DEC1" "fadd"))
    ((mul) (gen-float-binary node 1 "DEC9" "fmul"))
    ((sub) (gen-float-binary node 4 "DEE9" "fsub"))
    ((div) (gen-float-binary node 6 "DEF9" "fdiv"))
    ((neg) (gen-float (node-a node)) (simple "D9E0" "fchs"))
    ((as) (gen-float (node-a node)))
    ((float->float) (gen-float (node-a node)) (gen-round (node-type node)))
    ((int->float) (gen-int->float node))
    ((assign) (gen-float-assign node #t))
    ((call) (gen-call node))
    ((cond) (gen-conditional node gen-float))
    ((comma) (gen-effect (node-a node)) (gen-float (node-b node)))
    ((block) (gen-block node gen-float))
    (else (fail #f "internal: no floating code for " (node-op node)))))

(define (float-load! mem type)
  (case (type-size type)
    ((4) (code-rm "D9" 0 mem "" 0 "fld dword" mem #f))
    ((8) (code-rm "DD" 0 mem "" 0 "fld qword" mem #f))
    (else (code-rm "DB" 5 mem "" 0 "fld tbyte" mem #f))))

;; and pop
(define (float-store! mem type)
  (case (type-size type)
    ((4) (code-rm "D9" 3 mem "" 0 "fstp dword" mem #f))
    ((8) (code-rm "DD" 3 mem "" 0 "fstp qword" mem #f))
    (else (code-rm "DB" 7 mem "" 0 "fstp tbyte" mem #f))))

(define (constant-entry bytes)
  (node-a (string-node bytes char-type)))

(define (gen-float-constant node)
  (let ((flo (node-a node)) (size (type-size (node-type node))))
    (cond
     ((and (flo-zero? flo) (= 0 (flo-sign flo))) (simple "D9EE" "fldz"))
     ((equal? flo '(0 1 . 0)) (simple "D9E8" "fld1"))
     (else
      (float-load! (make-mem #f 0 (constant-entry (flo->bytes flo size)) #f 0) (node-type node))))))

(define (gen-round type)
  (if (< (type-size type) 12)
      (begin
        (alu! 'sub esp (imm-number 8))
        (float-store! (based esp 0) type)
        (float-load! (based esp 0) type)
        (drop-stack! 8))))

;; may evaluating it run other code, which wants the floating stack empty?
(define (calls? node)
  (case (node-op node)
    ((call block) #t)
    ((div mod) (or (wide? (node-type node)) (calls? (node-a node)) (calls? (node-b node))))
    ((float->int) (or (type-unsigned? (node-type node)) (calls? (node-a node))))
    (else (or (and (node? (node-a node)) (calls? (node-a node)))
              (and (node? (node-b node)) (calls? (node-b node)))
              (and (node? (node-c node)) (calls? (node-c node)))))))

;; a, then b above it
(define (gen-float-two a b)
  (if (or (> *float-depth* 4) (calls? b))
      (begin
        (gen-float b)
        (alu! 'sub esp (imm-number 12))
        (float-store! (based esp 0) ldouble-type)
        (gen-float a)
        (float-load! (based esp 0) ldouble-type)
        (drop-stack! 12))
      (begin
        (gen-float a)
        (set! *float-depth* (+ *float-depth* 1))
        (gen-float b)
        (set! *float-depth* (- *float-depth* 1)))))

;; memory operands of 4 and 8 bytes need no load
(define (gen-float-binary node digit pop-form name)
  (let* ((b (node-b node))
         (inner (if (op? b 'as) (node-a b) b))
         (mem (and (memq (node-op inner) '(var deref)) (< (type-size (node-type inner)) 12) (free-mem inner))))
    (if mem
        (begin
          (gen-float (node-a node))
          (code-rm (if (= 4 (type-size (node-type inner))) "D8" "DC") digit mem "" 0 name mem #f))
        (begin
          (gen-float-two (node-a node) b)
          (simple pop-form (string-append name "p"))))))

(define (gen-float-assign node wanted?)
  (let* ((target (node-a node)) (type (node-type target)))
    (if (and (op? target 'deref) (not (free-mem target))
             (or (heavy? (node-a target)) (calls? (node-a target))))
        (let ((offset (gen-pointer target eax (list ecx edx))))
          (push! eax)
          (gen-float (node-b node))
          (pop! ecx)
          (float-store! (based ecx offset) type)
          (if wanted? (float-load! (based ecx offset) type)))
        (begin
          (gen-float (node-b node))
          (let ((mem (gen-mem target eax (list ecx edx))))
            (float-store! mem type)
            (if wanted? (float-load! mem type)))))))

(define (gen-int->float node)
  (let* ((inner (node-a node)) (type (node-type inner)) (unsigned? (type-unsigned? type)))
    (cond
     ((wide? type)
      (gen-wide inner)
      (push! edx)
      (push! eax)
      (code-rm "DF" 5 (based esp 0) "" 0 "fild qword" (based esp 0) #f)
      (drop-stack! 8)
      (if unsigned?
          (let ((positive (new-label)))
            (alu! 'cmp edx (imm-number 0))
            (jump-if! 9 positive)
            (let ((mem (make-mem #f 0 (constant-entry '(0 0 128 95)) #f 0)))   ; 2^64 as float
              (code-rm "D8" 0 mem "" 0 "fadd dword" mem #f))
            (label! positive))))
     (unsigned?
      (push! (imm-number 0))
      (gen-pushed-word inner)
      (code-rm "DF" 5 (based esp 0) "" 0 "fild qword" (based esp 0) #f)
      (drop-stack! 8))
     (else
      (let ((operand (operand-of inner)))
        (if (mem? operand)
            (code-rm "DB" 0 operand "" 0 "fild dword" operand #f)
            (begin
              (gen-pushed-word inner)
              (code-rm "DB" 0 (based esp 0) "" 0 "fild dword" (based esp 0) #f)
              (drop-stack! 4))))))
    (if (= 4 (type-size (node-type node))) (gen-round (node-type node)))))

(define (gen-pushed-word node)
  (let ((operand (operand-of node)))
    (if operand
        (push! operand)
        (begin (gen node eax (list ecx edx)) (push! eax)))))

;; towards zero: the rounding mode is changed for one fistp.  The stack: 8 bytes result, old and new mode
(define (gen-float->int node)
  (gen-float (node-a node))
  (if (type-unsigned? (node-type node))
      (begin
        (alu! 'sub esp (imm-number 12))
        (float-store! (based esp 0) ldouble-type)
        (call-label! "__fixunsxfdi")
        (drop-stack! 12))
      (begin
        (alu! 'sub esp (imm-number 12))
        (code-rm "D9" 7 (based esp 8) "" 0 "fnstcw" (based esp 8) #f)
        (load! eax (based esp 8) ushort-type)
        (alu! 'or eax (imm-number 3072))
        (store! (based esp 10) eax 2)
        (code-rm "D9" 5 (based esp 10) "" 0 "fldcw" (based esp 10) #f)
        (code-rm "DF" 7 (based esp 0) "" 0 "fistp qword" (based esp 0) #f)
        (code-rm "D9" 5 (based esp 8) "" 0 "fldcw" (based esp 8) #f)
        (pop! eax)
        (pop! edx)
        (drop-stack! 4))))

;; a < b is asked as b > a: "above" is false when either is no number.  Equal needs two flags at once.
(define (gen-float-compare op a b)
  (if (memq op '(gt ge))
      (gen-float-two b a)
      (gen-float-two a b))
  (simple "DAE9" "fucompp")
  (simple "DFE0" "fnstsw ax")
  (case op
    ((lt gt) (simple "9E" "sahf") 7)
    ((le ge) (simple "9E" "sahf") 3)
    (else
     (code "80E4" " !0x45" 1 "and" "ah" "0x45")
     (code "80FC" " !0x40" 1 "cmp" "ah" "0x40")
     (if (eq? op 'eq) 4 5))))
