;;; (mes core inline): which calls are calls of primitives, and which primitives have instructions of their own.

;;; (primitive how-many-operands . what)
(define (inlined-table entries)
  (map (lambda (entry) (cons (%value (car entry) #t) (cdr entry))) entries))

;;; One or two operands, the first in the frame, the last in the accumulator; or one of them a constant
(define inlined-operations
  (inlined-table
   (list (list 'car 1 op:car #f)
         (list 'cdr 1 op:cdr #f)
         (list 'cadr 1 op:cadr #f)
         (list 'cddr 1 op:cddr #f)
         (list 'cons 2 op:cons #f)
         (list 'vector-ref 2 op:vector-ref #f)
         (list '+ 2 op:add op:add-constant)
         (list '- 2 op:subtract #f)
         (list '* 2 op:multiply #f))))

;;; Tests: the jump that is taken if it holds, and unless it does; the same for a constant as the second operand; and
;;; the test with its operands exchanged
(define inlined-tests
  (inlined-table
   (list (list 'null? 1 op:jump-if-null op:jump-unless-null)
         (list 'pair? 1 op:jump-if-pair op:jump-unless-pair)
         (list 'not 1 op:jump-if-false op:jump-if-true)
         (list 'eq? 2 op:jump-if-eq op:jump-unless-eq op:jump-if-eq-constant op:jump-unless-eq-constant 'eq?)
         (list 'eqv? 2 op:jump-if-eq op:jump-unless-eq op:jump-if-eq-constant op:jump-unless-eq-constant 'eqv?)
         (list '= 2 op:jump-if-equal op:jump-unless-equal op:jump-if-equal-constant op:jump-unless-equal-constant '=)
         (list '< 2 op:jump-if-less op:jump-unless-less op:jump-if-less-constant op:jump-unless-less-constant '>)
         (list '> 2 op:jump-if-greater op:jump-unless-greater op:jump-if-greater-constant
               op:jump-unless-greater-constant '<)
         (list '<= 2 op:jump-unless-greater op:jump-if-greater op:jump-unless-greater-constant
               op:jump-if-greater-constant '>=)
         (list '>= 2 op:jump-unless-less op:jump-if-less op:jump-unless-less-constant op:jump-if-less-constant '<=))))

;;; The primitive that a call calls, or #f if it is none or may become something else
(define (called-primitive node)
  (let* ((operator (car (node-parts node)))
         (info (node-info operator))
         (value (case (node-kind operator)
                  ((constant) info)
                  ((global) (fixed-value (car info) (cadr info)))
                  (else #f)))
         (arity (%arity value))
         (count (length (cdr (node-parts node)))))
    (and arity
         (>= count (car arity))
         (or (= -1 (cdr arity)) (<= count (cdr arity)))
         value)))

(define (fixed-value symbol system?)
  (and (or system? (not (flag? symbol (logior defined-by-program not-inlined))))
       (%value symbol system?)))

;;; What the table has for a primitive with these operands, or #f
(define (inlined primitive operands table)
  (let ((entry (assq primitive table)))
    (and entry
         (= (cadr entry) (length operands))
         (cddr entry))))

(define (fixnum? x) (and (number? x) (< -1073741823 x 1073741823)))
(define (fixnum-constant? node) (and (constant? node) (fixnum? (node-info node))))
