;;; (mes core analyse): who owns each variable, what procedures capture, and what may be used too early.
;;;
;;; A closure copies the values of the variables that it uses. That is right as long as they do not change afterwards. A
;;; variable that is captured and assigned therefore lives in a box, and the box is what is copied; so does one that may
;;; be used before it has its value, like the name of a local procedure within that procedure.

(define variable-captured? (record-accessor variable-type 'captured?))
(define set-variable-captured! (record-modifier variable-type 'captured?))
(define variable-early? (record-accessor variable-type 'early?))         ; used before it has its value
(define set-variable-early! (record-modifier variable-type 'early?))
(define variable-ready? (record-accessor variable-type 'ready?))         ; at this point of the analysis it has it
(define set-variable-ready! (record-modifier variable-type 'ready?))
(define variable-owner (record-accessor variable-type 'owner))           ; the lambda in whose frame it is
(define set-variable-owner! (record-modifier variable-type 'owner))

(define lambda-outer (record-accessor lambda-type 'outer))
(define set-lambda-outer! (record-modifier lambda-type 'outer))
(define lambda-captures (record-accessor lambda-type 'captures))         ; variables of outer lambdas
(define set-lambda-captures! (record-modifier lambda-type 'captures))

(define (boxed? variable)
  (or (variable-early? variable)
      (and (variable-captured? variable) (variable-assigned? variable))))

(define (own! variables owner ready?)
  (for-each (lambda (variable)
              (set-variable-owner! variable owner)
              (set-variable-ready! variable ready?))
            variables))

;;; OWNER: the lambda whose code the node belongs to
(define (analyse node owner)
  (let ((info (node-info node)))
    (case (node-kind node)
      ((constant global) #f)
      ((local) (use-variable info owner))
      ((set-local)
       (use-variable info owner)
       (analyse-all (node-parts node) owner))
      ((lambda) (analyse-lambda info owner))
      ((scope)
       (own! info owner #f)
       (analyse-all (node-parts node) owner))
      ((init)
       (analyse-all (node-parts node) owner)
       (set-variable-ready! info #t))
      ((loop)
       (analyse-all (node-parts node) owner)
       (own! (loop-parameters info) owner #t)
       (analyse (loop-body info) owner))
      ((again)
       (analyse-all (node-parts node) owner)
       (when (loop-escapes? (car info)) (use-variable (loop-variable (car info)) owner)))
      (else (analyse-all (node-parts node) owner)))))

(define (analyse-all nodes owner)
  (for-each (lambda (node) (analyse node owner)) nodes))

(define (analyse-lambda lambda outer)
  (set-lambda-outer! lambda outer)
  (own! (lambda-parameters lambda) lambda #t)
  (analyse (lambda-body lambda) lambda))

(define (use-variable variable owner)
  (unless (variable-ready? variable) (set-variable-early! variable #t))
  (unless (eq? owner (variable-owner variable))
    (set-variable-captured! variable #t)
    (capture variable owner)))

;;; The lambda and all around it, up to the one that owns the variable, capture it.
(define (capture variable lambda)
  (unless (or (eq? lambda (variable-owner variable)) (memq variable (lambda-captures lambda)))
    (set-lambda-captures! lambda (append (lambda-captures lambda) (list variable)))
    (capture variable (lambda-outer lambda))))

;;; Does the value of the node depend on the variable?
(define (mentions? node variable)
  (let ((info (node-info node)))
    (or (case (node-kind node)
          ((local set-local) (eq? info variable))
          ((lambda) (memq variable (lambda-captures info)))
          ((loop) (mentions? (loop-body info) variable))
          (else #f))
        (and (pair? (cddr node)) (any-mentions? (node-parts node) variable)))))

(define (any-mentions? nodes variable)
  (and (pair? nodes)
       (or (mentions? (car nodes) variable)
           (any-mentions? (cdr nodes) variable))))
