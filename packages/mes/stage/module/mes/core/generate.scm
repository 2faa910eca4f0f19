;;; (mes core generate): nodes to instructions, which are in ops.c.
;;;
;;; Values go to the accumulator. DEPTH is how many words of the frame are in use at that point; whatever is needed
;;; later goes to the next. WANT is what is wanted of the value: effect, nothing; acc, itself; return, that the
;;; procedure returns it: tail position.

(define variable-slot (record-accessor variable-type 'slot))             ; in its frame
(define set-variable-slot! (record-modifier variable-type 'slot))

;;; ---- Emitting ----

;;; A word of the code is an operation, a number, or the only element of a list: that value as it is. Of the lambda
;;; being compiled:
(define current-lambda #f)
(define code '())               ; its words, the last one first
(define code-size 0)
(define positions '())          ; numbers of words, and the places of what ends there; the last one first
(define frame-size 0)
(define fail-label #f)          ; where %fail goes

(define (emit operation . operands)
  (set! code (append-reverse operands (cons operation code)))
  (set! code-size (+ code-size 1 (length operands))))

;;; What was just emitted belongs to this place of the source.
(define (note-place place)
  (unless (= 0 place) (set! positions (cons* place code-size positions))))

(define (use-frame words)
  (if (> words frame-size) (set! frame-size words)))

(define (emit-return want)
  (if (eq? want 'return) (emit op:return)))

(define (emit-value value want)
  (case want
    ((return) (emit op:return-constant (list value)))
    ((acc) (emit op:constant (list value)))))

;;; Jumps go forward. A label is a box of the jumps to it that wait for its place: where each stands, and the rest of
;;; the code that begins with its distance.
(define (make-label) (list '()))

(define (emit-jump operation label . operands)
  (let ((start code-size))
    (apply emit operation 0 operands)
    (set-car! label (acons start (list-tail code (length operands)) (car label)))))

(define (place-label label)
  (for-each (lambda (jump) (set-car! (cdr jump) (* 4 (- code-size (car jump)))))
            (car label)))

;;; ---- Variables ----

(define (capture-index variable)
  (let loop ((captures (lambda-captures current-lambda)) (i 0))
    (if (eq? variable (car captures)) i (loop (cdr captures) (+ i 1)))))

(define (own? variable) (eq? (variable-owner variable) current-lambda))

(define (generate-local variable)
  (if (own? variable)
      (emit (if (boxed? variable) op:local-box op:local) (variable-slot variable))
      (emit (if (boxed? variable) op:captured-box op:captured) (capture-index variable))))

(define (generate-set-local variable value depth)
  (generate value depth 'acc)
  (cond ((not (own? variable)) (emit op:set-captured-box (capture-index variable)))
        ((boxed? variable) (emit op:set-box (variable-slot variable)))
        (else (emit op:store (variable-slot variable))))
  (emit op:constant (list *unspecified*)))

;;; Gives a variable its first value.
(define (initialise variable value depth)
  (if (boxed? variable)
      (begin
        (generate value depth 'acc)
        (emit (if (variable-early? variable) op:set-box op:box) (variable-slot variable)))
      (store value (variable-slot variable) depth)))

;;; The place of this frame where the value of a node already is, or #f
(define (frame-slot node)
  (let ((info (node-info node)))
    (case (node-kind node)
      ((local) (and (own? info) (not (boxed? info)) (variable-slot info)))
      ((frame) info)
      (else #f))))

;;; Puts a value into a place of the frame.
(define (store node slot depth)
  (use-frame (+ slot 1))
  (let ((from (frame-slot node)))
    (cond ((constant? node) (emit op:store-constant slot (list (node-info node))))
          ((not from)
           (generate node depth 'acc)
           (emit op:store slot))
          ((not (= slot from)) (emit op:store-local slot from)))))

;;; Where in the frame the value of an operand is. If it has to be put there, that is at DEPTH. LAST?: no other
;;; operand is computed before it is used.
(define (operand-slot node depth last?)
  (let ((slot (frame-slot node)))
    (if (and slot (or last? (not (variable-assigned? (node-info node)))))
        slot
        (begin
          (store node depth depth)
          depth))))

;;; ---- Primitives with instructions of their own ----

(define (generate-operation entry operands depth)
  (if (null? (cdr operands))
      (generate-unary (car entry) (car operands) depth)
      (generate-binary (car entry) (cadr entry) (car operands) (cadr operands) depth)))

(define (generate-unary operation operand depth)
  (if (and (frame-slot operand) (memq operation (list op:car op:cdr)))
      (emit (if (eq? operation op:car) op:local-car op:local-cdr) (frame-slot operand))
      (begin
        (generate operand depth 'acc)
        (emit operation))))

(define (generate-binary operation constant-operation first second depth)
  (cond ((and constant-operation (fixnum-constant? second))
         (generate first depth 'acc)
         (emit constant-operation (list (node-info second))))
        ((and constant-operation (fixnum-constant? first))
         (generate second depth 'acc)
         (emit constant-operation (list (node-info first))))
        ((and (eq? operation op:subtract) (fixnum-constant? second))
         (generate first depth 'acc)
         (emit op:add-constant (list (- (node-info second)))))
        (else (emit operation (generate-two first second depth)))))

;;; The first operand into the frame, and the second into the accumulator. Returns where the first is.
(define (generate-two first second depth)
  (let ((slot (operand-slot first depth #f)))
    (generate second (if (= slot depth) (+ depth 1) depth) 'acc)
    slot))

;;; ---- Primitives without ----

;;; Operands that are not given are %missing. The last goes to the accumulator, the others to the frame.
(define (generate-primitive primitive operands most depth)
  (let loop ((n most) (operands operands) (depth depth) (slots '()))
    (let ((operand (if (null? operands) (constant %missing) (car operands)))
          (rest (if (null? operands) '() (cdr operands))))
      (if (> n 1)
          (let ((slot (operand-slot operand depth (null? rest))))
            (loop (- n 1) rest (if (= slot depth) (+ depth 1) depth) (cons slot slots)))
          (begin
            (if (= n 1) (generate operand depth 'acc))
            (apply emit (list-ref primitive-operations most) (list primitive) (reverse! slots)))))))

(define primitive-operations (list op:primitive-0 op:primitive-1 op:primitive-2 op:primitive-3 op:primitive-4))

;;; Puts the operands into the frame from AT on. Returns the first place behind them.
(define (store-all operands at)
  (if (null? operands)
      at
      (begin
        (store (car operands) at at)
        (store-all (cdr operands) (+ at 1)))))

(define (generate-primitive-call primitive operands depth)
  (let ((entry (inlined primitive operands inlined-operations))
        (most (cdr (%arity primitive))))
    (cond (entry (generate-operation entry operands depth))
          ((= most -1)
           (store-all operands depth)
           (emit op:primitive-many (list primitive) depth (length operands)))
          (else (generate-primitive primitive operands most depth)))))

;;; ---- Calls ----

;;; A value that neither has effects nor depends on those of the operands, as far as anybody may rely on
(define (late? operator)
  (case (node-kind operator)
    ((local) (not (variable-assigned? (node-info operator))))
    ((global constant lambda) #t)
    (else #f)))

;;; Calls of these are never tail calls: messages say where they are.
(define (reports-errors? operator)
  (and (eq? (node-kind operator) 'global)
       (memq (car (node-info operator)) '(error throw))))

(define (generate-call node depth want)
  (let* ((primitive (called-primitive node))
         (operator (car (node-parts node)))
         (operands (cdr (node-parts node)))
         (place (node-info node)))
    (cond ((and primitive (inlined primitive operands inlined-tests)) (generate-test node depth want))
          (primitive
           (generate-primitive-call primitive operands depth)
           (note-place place)
           (emit-return want))
          ((and (eq? want 'return) (reports-errors? operator))
           (generate-procedure-call operator operands place depth 'acc)
           (emit op:return))
          (else (generate-procedure-call operator operands place depth want)))))

(define (generate-procedure-call operator operands place depth want)
  (unless (late? operator) (store operator depth depth))
  (let* ((tail? (eq? want 'return))
         (start (if (late? operator) depth (+ depth 1)))
         (frame (if tail? start (+ start 2)))
         (end (store-all operands frame))
         (count (length operands)))
    (use-frame (+ end 2))
    (if (and (eq? (node-kind operator) 'global) (not tail?) (not (cadr (node-info operator))))
        (emit op:call-global (list (car (node-info operator))) count (* 4 frame))
        (begin
          (if (late? operator) (generate operator end 'acc) (emit op:local depth))
          (emit (if tail? op:tail-call op:call) count (* 4 frame))))
    (note-place place)))

;;; ---- Tests ----

;;; Jumps to LABEL if the truth of the node is SENSE, goes on otherwise.
(define (branch node depth label sense)
  (let ((parts (node-parts node)))
    (case (node-kind node)
      ((constant) (if (eq? sense (if (node-info node) #t #f)) (emit-jump op:jump label)))
      ((if) (branch-if parts depth label sense))
      ((or) (branch-or parts depth label sense))
      ((call) (branch-call node (inlined (called-primitive node) (cdr parts) inlined-tests) depth label sense))
      (else (branch-value node depth label sense)))))

(define (branch-value node depth label sense)
  (generate node depth 'acc)
  (emit-jump (if sense op:jump-if-true op:jump-if-false) label))

;;; TEST: what is inlined, or #f
(define (branch-call node test depth label sense)
  (let ((operands (cdr (node-parts node))))
    (cond ((not test) (branch-value node depth label sense))
          ((eq? (car test) op:jump-if-false) (branch (car operands) depth label (not sense)))
          (else
           (branch-test test operands depth label sense)
           (note-place (node-info node))))))

(define (branch-if parts depth label sense)
  (let ((no (make-label)) (end (make-label)))
    (branch (car parts) depth no #f)
    (branch (cadr parts) depth label sense)
    (emit-jump op:jump end)
    (place-label no)
    (branch (caddr parts) depth label sense)
    (place-label end)))

(define (branch-or parts depth label sense)
  (let ((yes (make-label)))
    (let loop ((parts parts))
      (if (null? (cdr parts))
          (branch (car parts) depth label sense)
          (begin
            (branch (car parts) depth (if sense label yes) #t)
            (loop (cdr parts)))))
    (place-label yes)))

(define (branch-test test operands depth label sense)
  (let ((first (car operands)))
    (cond ((null? (cdr operands))
           (generate first depth 'acc)
           (emit-jump (if sense (car test) (cadr test)) label))
          ((test-operand? first test)
           (branch-constant (cdr (assq-ref inlined-tests (%value (list-ref test 4) #t)))
                            (cadr operands) first depth label sense))
          ((test-operand? (cadr operands) test) (branch-constant test first (cadr operands) depth label sense))
          (else
           (let ((slot (generate-two first (cadr operands) depth)))
             (emit-jump (if sense (car test) (cadr test)) label slot))))))

(define (branch-constant test operand constant depth label sense)
  (generate operand depth 'acc)
  (emit-jump (if sense (caddr test) (cadddr test)) label (list (node-info constant))))

;;; May the constant be an operand of the instruction?
(define (test-operand? node test)
  (and (constant? node)
       (or (fixnum? (node-info node))
           (and (eq? (car test) op:jump-if-eq) (not (number? (node-info node)))))))

;;; The truth of a test as a value
(define (generate-test node depth want)
  (let ((no (make-label)) (end (make-label)))
    (branch node depth no #f)
    (emit-value #t want)
    (unless (eq? want 'return) (emit-jump op:jump end))
    (place-label no)
    (emit-value #f want)
    (place-label end)))

(define (generate-if parts depth want)
  (let ((no (make-label)) (end (make-label)))
    (branch (car parts) depth no #f)
    (generate (cadr parts) depth want)
    (unless (eq? want 'return) (emit-jump op:jump end))
    (place-label no)
    (generate (caddr parts) depth want)
    (place-label end)))

(define (generate-or parts depth want)
  (let ((end (make-label)))
    (let loop ((parts parts))
      (if (null? (cdr parts))
          (generate (car parts) depth want)
          (begin
            (generate (car parts) depth 'acc)
            (emit-jump op:jump-if-true end)
            (loop (cdr parts)))))
    (place-label end)
    (emit-return want)))

(define (generate-try parts depth want)
  (let ((outer fail-label) (failed (make-label)) (end (make-label)))
    (set! fail-label failed)
    (generate (car parts) depth want)
    (set! fail-label outer)
    (unless (eq? want 'return) (emit-jump op:jump end))
    (place-label failed)
    (generate (cadr parts) depth want)
    (place-label end)))

(define (generate-fail place)
  (set! current-place place)
  (unless fail-label (bad-form "%fail outside of %try" '()))
  (emit-jump op:jump fail-label))

;;; ---- Procedures ----

;;; The code of a lambda
(define (generate-code lambda)
  (let ((outer (list current-lambda code code-size positions frame-size fail-label)))
    (enter-lambda lambda '() 0 '() 0 #f)
    (let ((depth (place-variables (lambda-parameters lambda) 0)))
      (use-frame depth)
      (box-parameters (lambda-parameters lambda))
      (if (eq? (lambda-name lambda) 'toplevel)
          (begin
            ;; it stays, for backtraces
            (generate (lambda-body lambda) depth 'acc)
            (emit op:return))
          (generate (lambda-body lambda) depth 'return)))
    (let ((result (%make-code code (lambda-required lambda) (lambda-rest? lambda) frame-size
                              (lambda-name lambda) (lambda-formals lambda) current-file positions)))
      (apply enter-lambda outer)
      result)))

(define (enter-lambda lambda words size places frame label)
  (set! current-lambda lambda)
  (set! code words)
  (set! code-size size)
  (set! positions places)
  (set! frame-size frame)
  (set! fail-label label))

;;; Gives variables their places in the frame. Returns the first place behind them.
(define (place-variables variables depth)
  (if (null? variables)
      depth
      (begin
        (set-variable-slot! (car variables) depth)
        (place-variables (cdr variables) (+ depth 1)))))

(define (box-parameters parameters)
  (for-each (lambda (variable)
              (when (boxed? variable)
                (emit op:local (variable-slot variable))
                (emit op:box (variable-slot variable))))
            parameters))

(define (generate-lambda lambda)
  (let ((code (generate-code lambda)) (captures (lambda-captures lambda)))
    (if (null? captures)
        (emit op:constant (list (%make-closure code)))
        (apply emit op:closure (list code) (length captures) (map capture-place captures)))))

;;; Where a closure being made finds the value of a variable: a place of the frame, or -1 - i in the present closure
(define (capture-place variable)
  (if (own? variable)
      (variable-slot variable)
      (- -1 (capture-index variable))))

;;; ---- Scopes and loops ----

;;; What a variable holds that may be used too early, before it has its value: mes.h has the word.
(define undefined-word 70)

(define (generate-scope variables items depth want)
  (let ((end (place-variables variables depth)))
    (use-frame end)
    (for-each (lambda (variable)
                (when (variable-early? variable)
                  (emit op:constant undefined-word)
                  (emit op:box (variable-slot variable))))
              variables)
    (generate-sequence items end want)))

(define (generate-sequence items depth want)
  (if (null? (cdr items))
      (generate (car items) depth want)
      (begin
        (generate (car items) depth 'effect)
        (generate-sequence (cdr items) depth want))))

(define (generate-loop loop firsts depth want)
  (let next ((parameters (loop-parameters loop)) (firsts firsts) (depth depth))
    (if (pair? parameters)
        (begin
          (set-variable-slot! (car parameters) depth)
          (initialise (car parameters) (car firsts) depth)
          (next (cdr parameters) (cdr firsts) (+ depth 1)))
        (begin
          (use-frame depth)
          (set-loop-start! loop code-size)
          (generate (loop-body loop) depth want)))))

(define (generate-again loop place nexts depth want)
  (if (loop-escapes? loop)
      (generate-procedure-call (list 'local (loop-variable loop)) nexts place depth want)
      (let ((parameters (loop-parameters loop)))
        (next-values nexts parameters depth)
        (emit op:loop (* 4 (- (loop-start loop) code-size))
              (if (null? parameters) depth (+ 1 (variable-slot (car (last-pair parameters)))))))))

;;; A value goes straight into its parameter if no other needs the present one, and to DEPTH otherwise: from there the
;;; values are moved to their parameters from the last to the first, as the recursion returns.
(define (next-values values parameters depth)
  (unless (null? values)
    (let ((value (car values)) (parameter (car parameters)))
      (cond ((and (eq? (node-info value) parameter) (frame-slot value))
             (next-values (cdr values) (cdr parameters) depth))
            ((or (boxed? parameter) (any-mentions? (cdr values) parameter))
             (store value depth depth)
             (next-values (cdr values) (cdr parameters) (+ depth 1))
             (initialise parameter (list 'frame depth) depth))
            (else
             (store value (variable-slot parameter) depth)
             (next-values (cdr values) (cdr parameters) depth))))))

;;; ---- Everything ----

(define (generate-global reference place-operation system-operation)
  (emit (if (cadr reference) system-operation place-operation) (list (car reference)))
  (note-place (cddr reference)))

(define (generate node depth want)
  (let ((info (node-info node)) (parts (node-parts node)))
    (case (node-kind node)
      ((constant) (emit-value info want))
      ((if) (generate-if parts depth want))
      ((or) (generate-or parts depth want))
      ((sequence) (generate-sequence parts depth want))
      ((scope) (generate-scope info parts depth want))
      ((init) (initialise info (car parts) depth))
      ((loop) (generate-loop info parts depth want))
      ((again) (generate-again (car info) (cdr info) parts depth want))
      ((try) (generate-try parts depth want))
      ((fail) (generate-fail info))
      ((call) (generate-call node depth want))
      (else
       (generate-simple node info parts depth)
       (emit-return want)))))

;;; Kinds that leave the return to others
(define (generate-simple node info parts depth)
  (case (node-kind node)
    ((local) (generate-local info))
    ((frame) (emit op:local info))
    ((set-local) (generate-set-local info (car parts) depth))
    ((lambda) (generate-lambda info))
    ((global) (generate-global info op:global op:system-global))
    ((define-global)
     (generate (car parts) depth 'acc)
     (generate-global info op:define op:system-define))
    ((set-global)
     (generate (car parts) depth 'acc)
     (generate-global info op:set-global op:system-define))))

;;; A procedure without parameters that evaluates an expression
(define (compile form)
  (let ((lambda (make-lambda 'toplevel '() 0 #f '() (parse form '() #f) #f '())))
    (analyse (lambda-body lambda) lambda)
    (%make-closure (generate-code lambda))))
