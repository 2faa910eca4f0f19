;;; generate-wide.scm : long long in edx:eax
;;;
;;;   a + b   ->   b pushed,  a into edx:eax,  add eax,[esp]   adc edx,[esp+4]   add esp,8
;;; All of eax, ecx and edx are in use; a right operand that lies in memory or is constant is not pushed.
;;; Trap: x87 operands may wait on the floating stack meanwhile, so only the machine stack is used.

(define (gen-wide node)
  (case (node-op node)
    ((const)
     (move! eax (imm-number (value-low-word (node-a node))))
     (move! edx (imm-number (value-high-word (node-a node)))))
    ((var deref) (wide-load! (gen-mem node ecx (list eax edx))))
    ((add) (gen-wide-binary node 'add 'adc))
    ((sub) (gen-wide-binary node 'sub 'sbb))
    ((and or xor) (gen-wide-binary node (node-op node) (node-op node)))
    ((mul) (gen-wide-multiply node))
    ((div mod) (gen-wide-divide node))
    ((shl shr) (gen-wide-shift node))
    ((neg)
     (gen-wide (node-a node))
     (code-rm "F7" 3 eax "" 0 "neg" eax #f)
     (alu! 'adc edx (imm-number 0))
     (code-rm "F7" 3 edx "" 0 "neg" edx #f))
    ((not)
     (gen-wide (node-a node))
     (code-rm "F7" 2 eax "" 0 "not" eax #f)
     (code-rm "F7" 2 edx "" 0 "not" edx #f))
    ((as) (gen-wide (node-a node)))
    ((widen)
     (gen (node-a node) eax (list ecx edx))
     (if (type-unsigned? (node-type (node-a node)))
         (move! edx (imm-number 0))
         (simple "99" "cdq")))
    ((assign) (gen-wide-assign node))
    ((call) (gen-call node))
    ((cond) (gen-conditional node gen-wide))
    ((comma) (gen-effect (node-a node)) (gen-wide (node-b node)))
    ((block) (gen-block node gen-wide))
    ((float->int) (gen-float->int node))
    (else (fail #f "internal: no wide code for " (node-op node)))))

;; base or index may be eax, so it is loaded last
(define (wide-load! mem)
  (move! edx (mem+ mem 4))
  (move! eax mem))

(define (wide-store! mem)
  (store! mem eax 4)
  (store! (mem+ mem 4) edx 4))

;; (low . high) operands that need no code, or #f
(define (wide-operands node)
  (cond ((const? node)
         (cons (imm-number (value-low-word (node-a node))) (imm-number (value-high-word (node-a node)))))
        ((memq (node-op node) '(var deref))
         (let ((mem (free-mem node)))
           (and mem
                (or (not (mem-entry mem)) (reachable-inside? (mem-entry mem) (+ 4 (mem-offset mem))))
                (cons mem (mem+ mem 4)))))
        (else #f)))

;; a into edx:eax, then (use low high) with the operands of b; what was pushed is dropped without
;; changing the flags
(define (with-wide-operands a b use)
  (let ((operands (wide-operands b)))
    (if operands
        (begin (gen-wide a)
               (use (car operands) (cdr operands)))
        (begin
          (gen-wide b)
          (push! edx)
          (push! eax)
          (gen-wide a)
          (use (based esp 0) (based esp 4))
          (drop-stack-quietly! 8)))))

(define (gen-wide-binary node low-op high-op)
  (with-wide-operands (node-a node) (node-b node)
                      (lambda (low high) (wide-alu! low-op high-op low high))))

;; inc and dec do not set the carry, so add 1 must be a real add
(define (wide-alu! low-op high-op low high)
  (if (and (imm? low) (memq low-op '(add sub)) (memv (imm-value low) '(1 -1)))
      (code-rm "83" (if (eq? low-op 'add) 0 5) eax (imm8-text (imm-value low)) 1 (symbol->string low-op) eax low)
      (alu! low-op eax low))
  (alu! high-op edx high))

;; low*low + ((low*high + high*low) << 32)
(define (gen-wide-multiply node)
  (gen-wide (node-b node))
  (push! edx)
  (push! eax)
  (gen-wide (node-a node))
  (imul! edx (based esp 0))
  (move! ecx (based esp 4))
  (imul! ecx eax)
  (alu! 'add ecx edx)
  (code-rm "F7" 4 (based esp 0) "" 0 "mul dword" (based esp 0) #f)
  (alu! 'add edx ecx)
  (drop-stack! 8))

(define (gen-wide-divide node)
  (let ((unsigned? (type-unsigned? (node-type node))))
    (gen-wide (node-b node))
    (push! edx)
    (push! eax)
    (gen-wide (node-a node))
    (push! edx)
    (push! eax)
    (call-label! (if (eq? 'div (node-op node))
                     (if unsigned? "__udivdi3" "__divdi3")
                     (if unsigned? "__umoddi3" "__moddi3")))
    (drop-stack! 16)))

(define (shift-double! left? count)
  (if left?
      (code-rm "0FA4" eax edx (imm8-text count) 1 "shld" edx eax)
      (code-rm "0FAC" edx eax (imm8-text count) 1 "shrd" eax edx)))

(define (gen-wide-shift node)
  (let* ((left? (eq? 'shl (node-op node)))
         (unsigned? (type-unsigned? (node-type node)))
         (digit (cond (left? 4) (unsigned? 5) (else 7)))
         (count (node-b node)))
    (if (const? count)
        (let ((n (logand 63 (value-byte (node-a count) 0))))
          (gen-wide (node-a node))
          (cond
           ((= n 0) #t)
           ((< n 32)
            (shift-double! left? n)
            (shift! digit (if left? eax edx) n))
           (else
            (gen-whole-word left? unsigned?)
            (if (> n 32) (shift! digit (if left? edx eax) (- n 32))))))
        (let ((small (new-label)))
          (gen count eax (list ecx edx))
          (push! eax)
          (gen-wide (node-a node))
          (pop! ecx)
          (if left?
              (begin
                (code-rm "0FA5" eax edx "" 0 "shld" edx "eax,cl")
                (code-rm "D3" 4 eax "" 0 "shl" eax "cl"))
              (begin
                (code-rm "0FAD" edx eax "" 0 "shrd" eax "edx,cl")
                (code-rm "D3" digit edx "" 0 (if unsigned? "shr" "sar") edx "cl")))
          (code "F6C1" " !32" 1 "test" "cl" "32")
          (jump-if! 4 small)
          (gen-whole-word left? unsigned?)
          (label! small)))))

;; a shift by 32
(define (gen-whole-word left? unsigned?)
  (cond (left? (move! edx eax) (move! eax (imm-number 0)))
        (else
         (move! eax edx)
         (if unsigned? (move! edx (imm-number 0)) (shift! 7 edx 31)))))

(define (gen-wide-assign node)
  (let* ((target (node-a node)) (mem (free-mem target)))
    (cond
     (mem (gen-wide (node-b node)) (wide-store! mem))
     ((and (op? target 'deref) (> (target-need target) 1))
      (let ((offset (gen-pointer target eax (list ecx edx))))
        (push! eax)
        (gen-wide (node-b node))
        (pop! ecx)
        (wide-store! (based ecx offset))))
     (else
      (gen-wide (node-b node))
      (wide-store! (gen-mem target ecx '()))))))

;; flags and the condition that means true; > and <= are asked the other way round
(define (gen-wide-compare op a b)
  (let ((unsigned? (type-unsigned? (node-type a))))
    (cond
     ((memq op '(gt le)) (gen-wide-compare (swapped-comparison op) b a))
     ((memq op '(eq ne))
      (with-wide-operands a b
                          (lambda (low high)
                            (alu! 'xor eax low)
                            (alu! 'xor edx high)
                            (alu! 'or eax edx)))
      (condition-of op #f))
     (else
      (with-wide-operands a b
                          (lambda (low high)
                            (alu! 'cmp eax low)      ; or test for 0: it clears the carry as cmp does
                            (alu! 'sbb edx high)))
      (condition-of op unsigned?)))))
