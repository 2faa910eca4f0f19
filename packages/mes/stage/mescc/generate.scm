;;; generate.scm : statement trees of a function -> instructions; words in registers
;;;
;;; The frame: parameters from [ebp+8], locals below ebp.  The three busiest int or pointer locals live
;;; in ebx, esi and edi, everything else in its slot.  Expressions use eax, ecx and edx:
;;;   (gen node dst free) computes a word into dst, and may change dst and the registers in free only;
;;;   a heavy node may be generated only while nothing is held in any of the three.
;;;   i + a[j]  into eax   ->   mov eax,[ebp-4]   mov ecx,[ebp-8]   add eax,[ebp+ecx*4-48]
;;; Trap: a value narrower than 4 bytes is always held extended, as its type says.

(define scratch (list eax ecx edx))
(define (scratch-without register) (delete register scratch))

(define *no-registers?* #f)              ; set by a call of setjmp
(define *saved-registers* '())           ; ((register . frame-slot) ...)

;;; Functions

(define (generate-function entry body)
  (let* ((type (entry-type entry))
         (chosen (choose-registers)))
    (set! *frame-size* *frame-peak*)     ; below all blocks
    (set! *saved-registers*
          (map (lambda (candidate) (cons (entry-register candidate) (allocate-local! int-type))) chosen))
    (set! *live?* #t)
    (set! *pending-jump* #f)
    (data-label! (entry-label entry))
    (push! ebp)
    (move! ebp esp)
    (if (> *frame-peak* 0) (alu! 'sub esp (imm-number *frame-peak*)))
    (for-each (lambda (saved) (store! (based ebp (cdr saved)) (car saved) 4)) *saved-registers*)
    (for-each (lambda (candidate)
                (if (eq? 'parameter (entry-state candidate))
                    (move! (entry-register candidate) (based ebp (entry-value candidate)))))
              chosen)
    (gen-statement body)
    (if *pending-jump* (flush-jump!))
    (if *live?*
        (begin
          (if (equal? "main" (entry-name entry)) (move! eax (imm-number 0)))
          (gen-leave type)))
    (set! *no-registers?* #f)))

(define (gen-leave type)
  (for-each (lambda (saved) (move! (car saved) (based ebp (cdr saved)))) *saved-registers*)
  (simple "C9" "leave")
  (if (struct? (type-base type))
      (code "C2" " @4" 2 "ret" "4" #f)
      (simple "C3" "ret"))
  (dead!))

(define (choose-registers)
  (if *no-registers?*
      '()
      (let loop ((registers (list ebx esi edi))
                 (best (stable-sort (filter register-candidate? *locals*)
                                   (lambda (a b) (> (entry-weight a) (entry-weight b))))))
        (if (or (null? registers) (null? best))
            '()
            (begin
              (set-entry-register! (car best) (car registers))
              (cons (car best) (loop (cdr registers) (cdr best))))))))

(define (register-candidate? entry)
  (let ((type (entry-type entry)))
    (and (not (entry-in-memory? entry))
         (scalar? type)
         (word? type)
         (= 4 (type-size type))
         (> (entry-weight entry) 2))))

(define (generate-toplevel-asm statement)
  (set! *live?* #t)
  (raw-text! (vector-ref statement 1)))

;;; Statements

(define (gen-statement s)
  (case (vector-ref s 0)
    ((expr) (gen-effect (vector-ref s 1)))
    ((block) (for-each gen-statement (vector-ref s 1)))
    ((if) (gen-if (vector-ref s 1) (vector-ref s 2) (vector-ref s 3)))
    ((loop) (gen-loop s))
    ((jump) (jump! (vector-ref s 1)))
    ((label) (label! (vector-ref s 1)) (gen-statement (vector-ref s 2)))
    ((switch) (gen-switch s))
    ((return) (gen-return (vector-ref s 1)))
    ((asm) (raw-text! (vector-ref s 1)))))

;; the branch over an arm that is only a jump goes straight to the target
(define (gen-if test yes no)
  (cond
   ((and (eq? 'jump (vector-ref yes 0)) (not no))
    (gen-branch test #t (vector-ref yes 1)))
   (else
    (let ((else-label (new-label)))
      (gen-branch test #f else-label)
      (gen-statement yes)
      (if no
          (let ((end (new-label)))
            (jump! end)
            (label! else-label)
            (gen-statement no)
            (label! end))
          (label! else-label))))))

;; the test stands at the end, so that one turn takes one jump
(define (gen-loop s)
  (let ((test (vector-ref s 1)) (body (vector-ref s 2)) (step (vector-ref s 3))
        (continue (vector-ref s 4)) (break (vector-ref s 5)) (test-first? (vector-ref s 6))
        (start (new-label)) (check (new-label)))
    (if (and test-first? test (not (eq? #t (truth test)))) (jump! check))
    (label! start)
    (gen-statement body)
    (label! continue)
    (if step (gen-effect step))
    (label! check)
    (if test (gen-branch test #t start) (jump! start))
    (label! break)))

(define (gen-return node)
  (let ((type (entry-type *function*)))
    (if node
        (if (struct? (node-type node))
            (begin
              (gen-struct node)
              (move! edx (based ebp 8))
              (gen-copy edx eax (type-size (node-type node)))
              (move! eax (based ebp 8)))
            (gen-value node)))
    (if *pending-jump* (flush-jump!))
    (if *live?* (gen-leave type))))

;;; switch: ranges of close cases become a table, the rest is searched by halves

(define (gen-switch s)
  (let* ((node (vector-ref s 1))
         (cases (vector-ref s 2))
         (break (vector-ref s 4))
         (other (or (vector-ref s 3) break))
         (unsigned? (type-unsigned? (node-type node))))
    (if (wide? (node-type node))
        (gen-wide-switch node cases other)
        (let ((sorted (list->vector (stable-sort cases (lambda (a b) (value<? (car a) (car b) unsigned?))))))
          (gen node eax (scratch-without eax))
          (gen-search sorted 0 (vector-length sorted) other unsigned?)))
    (if *pending-jump* (flush-jump!))
    (dead!)
    (gen-statement (vector-ref s 5))
    (label! break)))

(define (dense? cases from to)
  (let ((low (car (vector-ref cases from))) (high (car (vector-ref cases (- to 1)))))
    (and (>= (- to from) 6)
         (< (- high low) (* 3 (- to from))))))

(define (gen-search cases from to other unsigned?)
  (cond
   ((and (> to from) (dense? cases from to)) (gen-table cases from to other))
   ((<= (- to from) 4)
    (let loop ((i from))
      (if (< i to)
          (begin (alu! 'cmp eax (imm-number (car (vector-ref cases i))))
                 (jump-if! 4 (cdr (vector-ref cases i)))
                 (loop (+ i 1)))))
    (jump! other))
   (else
    (let ((middle (quotient (+ from to) 2)) (upper (new-label)))
      (alu! 'cmp eax (imm-number (car (vector-ref cases middle))))
      (jump-if! (if unsigned? 3 13) upper)
      (gen-search cases from middle other unsigned?)
      (label! upper)
      (gen-search cases middle to other unsigned?)))))

(define (gen-table cases from to other)
  (let* ((low (car (vector-ref cases from)))
         (count (+ 1 (- (car (vector-ref cases (- to 1))) low)))
         (table (new-label)))
    (if (not (= low 0)) (alu! 'sub eax (imm-number low)))
    (alu! 'cmp eax (imm-number count))
    (jump-if! 3 other)
    (code "FF2485" (string-append " &" (label-text table)) 4 "jmp" (label-text table) "eax*4")
    (if *live?*
        (begin
          (label! table)
          (let loop ((i from) (value low))
            (if (< i to)
                (if (= value (car (vector-ref cases i)))
                    (begin (data-address! (label-text (cdr (vector-ref cases i))))
                           (loop (+ i 1) (+ value 1)))
                    (begin (data-address! (label-text other))
                           (loop i (+ value 1))))))))
    (dead!)))

(define (gen-wide-switch node cases other)
  (gen-wide node)
  (for-each
   (lambda (c)
     (let ((next (new-label)))
       (alu! 'cmp eax (imm-number (value-low-word (car c))))
       (jump-if! 5 next)
       (alu! 'cmp edx (imm-number (value-high-word (car c))))
       (jump-if! 4 (cdr c))
       (label! next)))
   cases)
  (jump! other))

;;; Values in their usual places: eax, edx:eax, st0, or the address of a struct in eax

(define (gen-value node)
  (case (value-class (node-type node))
    ((word) (gen node eax (scratch-without eax)))
    ((wide) (gen-wide node))
    ((float) (gen-float node))
    ((struct) (gen-struct node))
    (else (gen-effect node))))

;; GNU ({ ... }).  Who jumps out of it leaves on the stack what the expression around has pushed.
(define (gen-block node gen)
  (for-each gen-statement (node-a node))
  (gen (node-b node)))

;; for its side effects only
(define (gen-effect node)
  (case (node-op node)
    ((const fconst var addr) #t)
    ((assign)
     (case (value-class (node-type node))
       ((word) (gen-assign node eax (scratch-without eax) #f))
       ((wide) (gen-wide-assign node))
       ((float) (gen-float-assign node #f))
       (else (gen-struct node))))
    ((postinc) (gen-postinc node eax (scratch-without eax) #f))
    ((call)
     (gen-call node)
     (if (float? (node-type node)) (code "DDD8" "" 0 "fstp" "st0" #f)))
    ((comma) (gen-effect (node-a node)) (gen-effect (node-b node)))
    ((block) (gen-block node gen-effect))
    ((cond)
     (let ((no (new-label)) (end (new-label)))
       (gen-branch (node-a node) #f no)
       (gen-effect (node-b node))
       (jump! end)
       (label! no)
       (gen-effect (node-c node))
       (label! end)))
    ((land lor)
     (let ((end (new-label)))
       (gen-branch (node-a node) (eq? 'lor (node-op node)) end)
       (gen-effect (node-b node))
       (label! end)))
    ((zero) (gen-zero node))
    (else
     (if (node? (node-a node)) (gen-effect (node-a node)))
     (if (node? (node-b node)) (gen-effect (node-b node))))))

;;; Operands that need no code

(define (register-of node)
  (and (op? node 'var) (entry-register-number (node-a node))))

(define (entry-register-number entry)
  (and (eq? 'local (entry-kind entry)) (entry-register entry)))

(define (frame-mem node) (based ebp (+ (entry-value (node-a node)) (node-b node))))

;; memory operand of an lvalue that needs no register of ours, or #f
(define (free-mem node)
  (case (node-op node)
    ((var)
     (let ((entry (node-a node)))
       (cond ((eq? 'local (entry-kind entry)) (and (not (entry-register entry)) (frame-mem node)))
             ((reachable-inside? entry (node-b node)) (make-mem #f (node-b node) entry #f 0))
             (else #f))))
    ((deref)
     (let ((register (register-of (node-a node))))
       (cond (register (based register (node-b node)))
             ((const? (node-a node)) (make-mem #f (value+ (node-a (node-a node)) (node-b node)) #f #f 0))
             (else #f))))
    (else #f)))

;; register, memory or immediate that holds the word already, or #f
(define (operand-of node)
  (case (node-op node)
    ((const) (imm-number (node-a node)))
    ((addr)
     (and (not (eq? 'local (entry-kind (node-a node))))
          (reachable-inside? (node-a node) (node-b node))
          (make-imm (node-b node) (node-a node))))
    ((var)
     (or (register-of node)
         (and (= 4 (type-size (node-type node))) (free-mem node))))
    ((deref) (and (= 4 (type-size (node-type node))) (free-mem node)))
    ((as) (and (word? (node-type (node-a node)))
               (operand-of (node-a node))))
    (else #f)))

;;; Words

(define (gen node dst free)
  (case (node-op node)
    ((const addr) (gen-leaf node dst))
    ((var deref) (gen-load node dst dst free))
    ((add sub and or xor mul) (gen-binary node dst free))
    ((shl shr) (gen-shift node dst free))
    ((div mod) (gen-divide node) (move! dst eax))
    ((eq ne lt le gt ge lnot) (gen-truth-value node dst free))
    ((land lor) (gen-logical node dst free))
    ((assign) (gen-assign node dst free #t))
    ((postinc) (gen-postinc node dst free #t))
    ((call) (gen-call node) (gen-extend node) (move! dst eax))
    ((cond) (gen-conditional-in node dst free (lambda (arm) (gen arm dst free))))
    ((comma)
     (if (heavy? node)
         (gen-effect (node-a node))
         (gen-light-effect (node-a node) dst free))
     (gen (node-b node) dst free))
    ((block) (gen-block node (lambda (value) (gen value dst free))))
    ((neg) (gen (node-a node) dst free) (code-rm "F7" 3 dst "" 0 "neg" dst #f))
    ((not) (gen (node-a node) dst free) (code-rm "F7" 2 dst "" 0 "not" dst #f))
    ((as) (gen (node-a node) dst free))
    ((narrow) (gen-narrow node dst free))
    ((low) (gen-wide (node-a node)) (move! dst eax))
    ((struct-address) (gen-struct (node-a node)) (move! dst eax))
    (else (fail #f "internal: no code for " (node-op node)))))

(define (gen-light-effect node dst free)
  (case (node-op node)
    ((assign) (gen-assign node dst free #f))
    ((postinc) (gen-postinc node dst free #f))
    (else (gen node dst free))))

(define (gen-leaf node dst)
  (let ((operand (operand-of node)))
    (cond (operand (move! dst operand))
          ((eq? 'local (entry-kind (node-a node))) (lea! dst (frame-mem node)))
          (else
           (move! dst (make-imm 0 (node-a node)))
           (alu! 'add dst (imm-number (node-b node)))))))

;; callers extend what a narrow function returned: others may leave the upper bits open
(define (gen-extend node)
  (if (and (word? (node-type node)) (< (type-size (node-type node)) 4))
      (load! eax eax (node-type node))))

(define (gen-narrow node dst free)
  (let ((inner (node-a node)))
    (if (and (memq (node-op inner) '(var deref)) (not (register-of inner))
             (>= (type-size (node-type inner)) (type-size (node-type node))))
        (load! dst (gen-mem inner dst free) (node-type node))
        (begin
          (gen inner dst free)
          (load! dst dst (node-type node))))))

;; lvalue into register `to`, which may be any; the address is computed with dst and free
(define (gen-load node to dst free)
  (let ((register (register-of node)))
    (if register
        (move! to register)
        (load! to (gen-mem node dst free) (node-type node)))))

;; Memory operand of an lvalue.  Its address is in dst, with an index in the first of free if that is
;; given; a heavy address ends up in dst alone.
(define (gen-mem node dst free)
  (or (free-mem node)
      (case (node-op node)
        ((var)
         (move! dst (make-imm 0 (node-a node)))
         (based dst (node-b node)))
        (else
         (let* ((pointer (strip-as (node-a node))) (offset (node-b node)))
           (if (and (op? pointer 'add) (not (heavy? pointer)))
               (gen-indexed pointer offset dst free)
               (begin (gen pointer dst free)
                      (based dst offset))))))))

(define (strip-as node)
  (if (and (op? node 'as) (word? (node-type (node-a node)))) (strip-as (node-a node)) node))

;; [base + index * 2^n + offset]
(define (gen-indexed sum offset dst free)
  (let* ((base (strip-as (node-a sum))) (right (strip-as (node-b sum)))
         (scaled? (and (op? right 'shl) (const? (node-b right))
                       (<= (node-a (node-b right)) 3)))
         (index (if scaled? (strip-as (node-a right)) right))
         (scale (if scaled? (node-a (node-b right)) 0)))
    (cond
     ((const? right)
      (gen base dst free)
      (based dst (+ offset (node-a right))))
     ((op? base 'addr)
      (cond
       ((eq? 'local (entry-kind (node-a base)))
        (let ((index (index-register index dst free)))
          (make-mem ebp (+ offset (entry-value (node-a base)) (node-b base)) #f index scale)))
       ((reachable-inside? (node-a base) (+ offset (node-b base)))
        (let ((index (index-register index dst free)))
          (make-mem #f (+ offset (node-b base)) (node-a base) index scale)))
       (else (gen sum dst free) (based dst offset))))
     ((register-of base)
      => (lambda (register)
           (make-mem register offset #f (index-register index dst free) scale)))
     ((register-of index)
      => (lambda (register)
           (gen base dst free)
           (make-mem dst offset #f register scale)))
     ((and (pair? free) (>= (node-need base) (node-need index)))
      (gen base dst free)
      (gen index (car free) (cdr free))
      (make-mem dst offset #f (car free) scale))
     ((pair? free)
      (gen index (car free) (cons dst (cdr free)))
      (gen base dst (cdr free))
      (make-mem dst offset #f (car free) scale))
     (else (gen sum dst free) (based dst offset)))))

(define (index-register index dst free)
  (or (register-of index)
      (begin (gen index dst free) dst)))

;; a into eax and b into ecx, whatever they need; edx is free afterwards
(define (gen-two a b)
  (let ((operand (operand-of b)))
    (cond
     (operand
      (gen a eax (list ecx edx))
      (move! ecx operand))
     ((and (not (heavy? b)) (<= (node-need b) 2))
      (gen a eax (list ecx edx))
      (gen b ecx (list edx)))
     ((and (not (heavy? a)) (<= (node-need a) 2))
      (gen b ecx (list eax edx))
      (gen a eax (list edx)))
     (else
      (gen a eax (list ecx edx))
      (push! eax)
      (gen b ecx (list eax edx))
      (pop! eax)))))

(define (gen-operate op dst source)
  (if (eq? op 'mul) (imul! dst source) (alu! op dst source)))

(define (gen-binary node dst free)
  (let* ((op (node-op node)) (a (node-a node)) (b (node-b node)) (operand (operand-of b)))
    (cond
     (operand
      (cond
       ;; register + constant elsewhere: one lea
       ((and (eq? op 'add) (const? b) (register-of a)
             (not (= dst (register-of a))))
        (lea! dst (based (register-of a) (node-a b))))
       (else
        (gen a dst free)
        (gen-operate op dst operand))))
     ((and (commutative? op) (operand-of a))
      (gen b dst free)
      (gen-operate op dst (operand-of a)))
     ((heavy? node)
      (gen-two a b)
      (gen-operate op eax ecx)
      (move! dst eax))
     ((>= (node-need a) (node-need b))
      (gen a dst free)
      (gen b (car free) (cdr free))
      (gen-operate op dst (car free)))
     (else
      (gen b (car free) (cons dst (cdr free)))
      (gen a dst (cdr free))
      (gen-operate op dst (car free))))))

(define (gen-shift node dst free)
  (let ((count (node-b node))
        (digit (cond ((eq? 'shl (node-op node)) 4)
                     ((type-unsigned? (node-type node)) 5)
                     (else 7))))
    (if (const? count)
        (begin
          (gen (node-a node) dst free)
          (shift! digit dst (logand 31 (value-byte (node-a count) 0))))
        (begin
          (gen-two (node-a node) count)
          (code-rm "D3" digit eax "" 0 (case digit ((4) "shl") ((5) "shr") (else "sar")) eax "cl")
          (move! dst eax)))))

;; result in eax; a power of two is divided by shifting, after adding what rounds towards zero
(define (gen-divide node)
  (let* ((unsigned? (type-unsigned? (node-type node)))
         (b (node-b node))
         (log (and (const? b) (not unsigned?) (value-log2 (node-a b)))))
    (if (and log (> log 0) (eq? 'div (node-op node)))
        (begin
          (gen (node-a node) eax (list ecx edx))
          (simple "99" "cdq")
          (alu! 'and edx (imm-number (- (node-a b) 1)))
          (alu! 'add eax edx)
          (shift! 7 eax log))
        (begin
          (gen-two (node-a node) b)
          (if unsigned? (move! edx (imm-number 0)) (simple "99" "cdq"))
          (code-rm "F7" (if unsigned? 6 7) ecx "" 0 (if unsigned? "div" "idiv") ecx #f)
          (if (eq? 'mod (node-op node)) (move! eax edx))))))

;;; Comparisons

(define condition-numbers '((eq . 4) (ne . 5) (lt . 12) (ge . 13) (le . 14) (gt . 15)))
(define unsigned-condition-numbers '((eq . 4) (ne . 5) (lt . 2) (ge . 3) (le . 6) (gt . 7)))

(define (condition-of op unsigned?)
  (cdr (assq op (if unsigned? unsigned-condition-numbers condition-numbers))))

;; sets the flags; returns the number of the condition that means true
(define (gen-compare node dst free)
  (let* ((a (node-a node)) (b (node-b node)) (op (node-op node)))
    (case (value-class (node-type a))
      ((wide) (gen-wide-compare op a b))
      ((float) (gen-float-compare op a b))
      (else
       (gen-word-compare a b dst free (heavy? node))
       (condition-of op (type-unsigned? (node-type a)))))))

(define (gen-word-compare a b dst free heavy?)
  (let ((left (operand-of a)) (right (operand-of b)))
    (cond
     ((and (imm? right) left (not (imm? left))) (alu! 'cmp left right))
     ((and (number? left) right) (alu! 'cmp left right))
     (right
      (gen a dst free)
      (alu! 'cmp dst right))
     ((and left (not (imm? left)) (or (not heavy?) (side-effect-free? b)))
      (gen b dst free)
      (alu! 'cmp left dst))
     (heavy?
      (gen-two a b)
      (alu! 'cmp eax ecx))
     ((>= (node-need a) (node-need b))
      (gen a dst free)
      (gen b (car free) (cdr free))
      (alu! 'cmp dst (car free)))
     (else
      (gen b (car free) (cons dst (cdr free)))
      (gen a dst (cdr free))
      (alu! 'cmp dst (car free))))))

(define (gen-truth-value node dst free)
  (let ((condition (if (op? node 'lnot)
                       (gen-test-zero (node-a node) dst free)
                       (gen-compare node dst free))))
    (code-rm (string-append "0F" (hex-byte (+ 144 condition))) 0 dst "" 0
             (string-append "set" (vector-ref condition-names condition)) dst #f)
    (load! dst dst uchar-type)))

;; flags for value == 0: the condition "equal"
(define (gen-test-zero node dst free)
  (case (value-class (node-type node))
    ((wide) (gen-wide node) (alu! 'or eax edx) 4)
    ((float) (gen-float-compare 'eq node (fconst-node (make-flo 0 0 0) (node-type node))))
    (else
     (let ((operand (operand-of node)))
       (if (and operand (not (imm? operand)))
           (alu! 'cmp operand (imm-number 0))
           (begin (gen node dst free)
                  (alu! 'cmp dst (imm-number 0))))
       4))))

(define (gen-logical node dst free)
  (let ((false (new-label)) (end (new-label)))
    (gen-branch-in node #f false dst free)
    (move! dst (imm-number 1))
    (jump! end)
    (label! false)
    (move! dst (imm-number 0))
    (label! end)))

(define (gen-conditional node gen-arm)
  (gen-conditional-in node eax (list ecx edx) gen-arm))

(define (gen-conditional-in node dst free gen-arm)
  (let ((no (new-label)) (end (new-label)))
    (gen-branch-in (node-a node) #f no dst free)
    (gen-arm (node-b node))
    (jump! end)
    (label! no)
    (gen-arm (node-c node))
    (label! end)))

;; jumps to label when the truth of node is sense, else falls through
(define (gen-branch node sense label)
  (gen-branch-in node sense label eax (list ecx edx)))

(define (gen-branch-in node sense label dst free)
  (case (node-op node)
    ((eq ne lt le gt ge)
     (let ((condition (gen-compare node dst free)))
       (jump-if! (if sense condition (logxor 1 condition)) label)))
    ((lnot) (gen-branch-in (node-a node) (not sense) label dst free))
    ((land lor)
     (if (eq? sense (eq? 'lor (node-op node)))
         (begin
           (gen-branch-in (node-a node) sense label dst free)
           (gen-branch-in (node-b node) sense label dst free))
         (let ((skip (new-label)))
           (gen-branch-in (node-a node) (not sense) skip dst free)
           (gen-branch-in (node-b node) sense label dst free)
           (label! skip))))
    ((comma)
     (if (heavy? node) (gen-effect (node-a node)) (gen-light-effect (node-a node) dst free))
     (gen-branch-in (node-b node) sense label dst free))
    (else
     (let ((known (truth node)))
       (cond
        ((eq? known sense) (jump! label))
        ((boolean? known) #t)
        (else
         (let ((condition (gen-branch-test node dst free)))
           (jump-if! (if sense (logxor 1 condition) condition) label))))))))

;; like gen-test-zero; x & mask only sets flags
(define (gen-branch-test node dst free)
  (if (and (op? node 'and) (word? (node-type node)))
      (begin (gen node dst free) 4)
      (gen-test-zero node dst free)))

;;; Assignments of words

;; the value to store: a narrowing before a narrower store is not needed
(define (strip-narrow node size)
  (if (and (memq (node-op node) '(narrow as))
           (word? (node-type (node-a node)))
           (<= size (type-size (node-type node)))
           (not (and (kind? (node-type node) 'bool) (op? node 'narrow))))
      (strip-narrow (node-a node) size)
      node))

(define (same-place? a b)
  (or (eq? a b)
      (and (op? a 'var) (op? b 'var) (eq? (node-a a) (node-a b)) (= (node-b a) (node-b b)))))

;; x = x op b, for an operation that works in place
(define (update-operand target value)
  (and (memq (node-op value) '(add sub and or xor))
       (same-place? target (strip-as (node-a value)))
       (node-b value)))

(define (gen-assign node dst free wanted?)
  (let* ((target (node-a node)) (size (type-size (node-type target)))
         (value (strip-narrow (node-b node) size))
         (register (register-of target)))
    (if register
        (begin
          (gen-assign-register register target value dst free)
          (if wanted? (move! dst register)))
        (let* ((constant (and (not wanted?) (imm? (operand-of value)) (or (= size 4) (const? value)) (operand-of value)))
               (update (and (= size 4) (not wanted?) (update-operand target value)))
               (operand (and update (operand-of update))))
          (cond
           ((and operand (or (imm? operand) (number? operand)))
            (alu! (node-op value) (gen-mem target dst free) operand))
           ((and update (free-mem target))
            (gen update dst free)
            (alu! (node-op value) (free-mem target) dst))
           (constant
            (store-imm! (gen-mem target dst free) constant size))
           (else
            (gen-store node target value size dst free)
            (if (and wanted? (< size 4) (not (eq? value (node-b node))))
                (load! dst dst (node-type target)))))))))

(define (gen-assign-register register target value dst free)
  (let* ((update (update-operand target value)) (operand (and update (operand-of update)))
         (plain (strip-as value)))
    (cond
     (operand (alu! (node-op value) register operand))
     (update
      (gen update dst free)
      (alu! (node-op value) register dst))
     ((operand-of plain) => (lambda (operand) (move! register operand)))
     ((and (memq (node-op plain) '(var deref)) (word? (node-type plain)))
      (gen-load plain register dst free))
     ((and (memq (node-op plain) '(shl shr)) (const? (node-b plain))
           (eq? register (register-of (strip-as (node-a plain)))))
      (shift! (cond ((eq? 'shl (node-op plain)) 4) ((type-unsigned? (node-type plain)) 5) (else 7))
              register (logand 31 (value-byte (node-a (node-b plain)) 0))))
     (else
      (gen value dst free)
      (move! register dst)))))

(define (gen-store node target value size dst free)
  (let ((mem (free-mem target)))
    (cond
     (mem
      (gen value dst free)
      (store! mem dst size))
     ((not (heavy? node))
      (if (>= (node-need value) (node-need target))
          (begin
            (gen value dst free)
            (store! (gen-mem target (car free) (cdr free)) dst size))
          (let ((offset (gen-pointer target (car free) (cons dst (cdr free)))))
            (gen value dst (cdr free))
            (store! (based (car free) offset) dst size))))
     (else (gen-heavy-store target value size)
           (move! dst eax)))))

;; the pointer of an lvalue into dst, in one register; returns the offset
(define (gen-pointer target dst free)
  (if (op? target 'var)
      (begin (move! dst (make-imm 0 (node-a target))) (node-b target))
      (begin (gen (node-a target) dst free) (node-b target))))

(define (target-need target)
  (if (op? target 'var) 1 (node-need (node-a target))))

(define (gen-heavy-store target value size)
  (cond
   ((<= (target-need target) 2)
    (gen value eax (list ecx edx))
    (store! (gen-mem target ecx (list edx)) eax size))
   ((and (not (heavy? value)) (<= (node-need value) 2))
    (let ((offset (gen-pointer target ecx (list eax edx))))
      (gen value eax (list edx))
      (store! (based ecx offset) eax size)))
   (else
    (let ((offset (gen-pointer target eax (list ecx edx))))
      (push! eax)
      (gen value eax (list ecx edx))
      (pop! ecx)
      (store! (based ecx offset) eax size)))))

(define (gen-postinc node dst free wanted?)
  (let* ((target (node-a node)) (delta (node-a (node-b node))) (size (type-size (node-type target)))
         (register (register-of target)))
    (cond
     (register
      (if wanted? (move! dst register))
      (alu! 'add register (imm-number delta)))
     (else
      (let ((mem (or (free-mem target)
                     (cond ((not wanted?) (gen-mem target dst free))
                           ((heavy? node) (based ecx (gen-pointer target ecx (list eax edx))))
                           (else (based (car free) (gen-pointer target (car free) (cons dst (cdr free)))))))))
        (if wanted? (load! (if (heavy? node) eax dst) mem (node-type target)))
        (if (= size 4)
            (alu! 'add mem (imm-number delta))
            (alu-small! 'add mem delta size))
        (if (and wanted? (heavy? node)) (move! dst eax)))))))

;;; Calls: arguments are pushed last first; (call type callee arguments temporary)

(define (gen-call node)
  (let* ((size (fold (lambda (argument sum) (+ sum (gen-argument argument))) 0 (node-b node)))
         (temporary (node-c node))
         (callee (strip-as (node-a node))))
    (if temporary
        (begin (lea! eax (based ebp (entry-value temporary)))
               (push! eax)))
    (if (and (op? callee 'addr) (= 0 (node-b callee)) (not (eq? 'local (entry-kind (node-a callee)))))
        (call-label! (entry-label (node-a callee)))
        (let ((operand (operand-of callee)))
          (if (not (and operand (not (imm? operand))))
              (gen callee eax (list ecx edx)))
          (code-rm "FF" 2 (if (and operand (not (imm? operand))) operand eax) "" 0 "call" (or operand eax) #f)))
    (drop-stack! size)))

;; returns the bytes it takes on the stack
(define (gen-argument node)
  (let ((size (round-up (type-size (node-type node)) 4)))
    (case (value-class (node-type node))
      ((word)
       (let ((operand (operand-of node)))
         (if operand
             (push! operand)
             (begin (gen node eax (list ecx edx))
                    (push! eax))))
       4)
      ((wide)
       (if (const? node)
           (begin (push! (imm-number (value-high-word (node-a node))))
                  (push! (imm-number (value-low-word (node-a node)))))
           (begin (gen-wide node)
                  (push! edx)
                  (push! eax)))
       8)
      ((float)
       (gen-float node)
       (alu! 'sub esp (imm-number size))
       (float-store! (based esp 0) (node-type node))
       size)
      (else
       (gen-struct node)
       (alu! 'sub esp (imm-number size))
       (move! edx esp)
       (gen-copy edx eax (type-size (node-type node)))
       size))))

;;; Structs: their address in eax

(define (gen-struct node)
  (case (node-op node)
    ((var deref) (gen-address node))
    ((call)
     (gen-call node)
     (lea! eax (based ebp (entry-value (node-c node)))))
    ((assign)
     (let ((size (type-size (node-type node))))
       (gen-struct (node-b node))
       (if (and (op? (node-a node) 'deref) (> (node-need (node-a (node-a node))) 2))
           (begin (push! eax)
                  (gen-address (node-a node))
                  (move! edx eax)
                  (pop! eax))
           (begin
             (move! ecx eax)
             (let ((mem (gen-mem (node-a node) edx (list eax))))
               (lea! edx mem))
             (move! eax ecx)))
       (push! edx)
       (gen-copy edx eax size)
       (pop! eax)))
    ((comma) (gen-effect (node-a node)) (gen-struct (node-b node)))
    ((block) (gen-block node gen-struct))
    ((cond) (gen-conditional node gen-struct))
    ((as) (gen-struct (node-a node)))
    (else (fail #f "internal: no struct code for " (node-op node)))))

(define (gen-address node)
  (let ((mem (gen-mem node eax (list ecx edx))))
    (if (and (mem-entry mem) (not (mem-index mem)))
        (move! eax (make-imm (mem-offset mem) (mem-entry mem)))
        (if (not (and (eq? eax (mem-base mem)) (not (mem-index mem)) (= 0 (mem-offset mem))))
            (lea! eax mem)))))

;; size bytes from [from] to [to]; changes eax, ecx, edx.  Words one by one, more than eight by rep movs
(define (gen-copy to from size)
  (if (<= size 32)
      (let loop ((i 0))
        (let ((step (cond ((>= (- size i) 4) 4) ((>= (- size i) 2) 2) (else 1))))
          (if (< i size)
              (begin
                (load! ecx (based from i) (case step ((4) uint-type) ((2) ushort-type) (else uchar-type)))
                (store! (based to i) ecx step)
                (loop (+ i step))))))
      (begin
        (push! esi)
        (push! edi)
        (move! esi from)
        (move! edi to)
        (move! ecx (imm-number (quotient size 4)))
        (simple "F3A5" "rep movsd")
        (if (> (modulo size 4) 0)
            (begin (move! ecx (imm-number (modulo size 4)))
                   (simple "F3A4" "rep movsb")))
        (pop! edi)
        (pop! esi))))

(define (gen-zero node)
  (let ((size (node-b node)))
    (if (<= size 32)
        (let ((mem (gen-mem (node-a node) eax (list ecx edx))))
          (let loop ((i 0))
            (if (< i size)
                (let ((step (if (>= (- size i) 4) 4 1)))
                  (store-imm! (mem+ mem i) (imm-number 0) step)
                  (loop (+ i step))))))
        (begin
          (gen-address (node-a node))
          (push! edi)
          (move! edi eax)
          (move! eax (imm-number 0))
          (move! ecx (imm-number (quotient size 4)))
          (simple "F3AB" "rep stosd")
          (if (> (modulo size 4) 0)
              (begin (move! ecx (imm-number (modulo size 4)))
                     (simple "F3AA" "rep stosb")))
          (pop! edi)))))
