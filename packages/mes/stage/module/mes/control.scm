;;; (mes control), (mes fluids), (mes catch): entering and leaving.
;;;
;;; (%winders) is the list of the dynamic-winds we are in, each the pair of its procedures, the innermost first.

(define (dynamic-wind enter body leave)
  (enter)
  (%set-winders! (cons (cons enter leave) (%winders)))
  (call-with-values body
    (lambda results
      (%set-winders! (cdr (%winders)))
      (leave)
      (apply values results))))

;;; Leaves and enters dynamic-winds until TARGET are those we are in, then applies PROCEDURE to ARGUMENTS. The machine
;;; calls it before it goes somewhere else.
(define (%travel target procedure arguments)
  (let* ((here (%winders))
         (common (common-tail here target)))
    (let leave ((winders here))
      (unless (eq? winders common)
        (%set-winders! (cdr winders))
        ((cdar winders))
        (leave (cdr winders))))
    (let enter ((winders target))
      (unless (eq? winders common)
        (enter (cdr winders))
        ((caar winders))
        (%set-winders! winders)))
    (apply procedure arguments)))

(define (common-tail a b)
  (let ((a-length (length a))
        (b-length (length b)))
    (let loop ((a (if (> a-length b-length) (list-tail a (- a-length b-length)) a))
               (b (if (> b-length a-length) (list-tail b (- b-length a-length)) b)))
      (if (eq? a b)
          a
          (loop (cdr a) (cdr b))))))

;;; ---- Fluids ----

(define (with-fluids* fluids values thunk)
  (define (swap!)
    (let loop ((fluids fluids) (rest values))
      (unless (null? fluids)
        (let ((present (fluid-ref (car fluids))))
          (fluid-set! (car fluids) (car rest))
          (set-car! rest present)
          (loop (cdr fluids) (cdr rest))))))
  (set! values (list-copy values))
  (dynamic-wind swap! thunk swap!))

(define (with-fluid* fluid value thunk)
  (with-fluids* (list fluid) (list value) thunk))

;;; (with-fluids ((fluid value) ...) body ...)
(define-macro (with-fluids bindings . body)
  #`(with-fluids* (list #,@(map car bindings)) (list #,@(map cadr bindings)) (lambda () #,@body)))

;;; ---- Parameters: procedures without arguments that return the value of a fluid ----

(define parameter-key (list 'parameter))

(define (make-parameter value . converter)
  (let* ((convert (if (pair? converter) (car converter) identity))
         (fluid (make-fluid (convert value))))
    (lambda args
      (cond ((null? args) (fluid-ref fluid))
            ((eq? (car args) parameter-key) (cons fluid convert))
            (else (fluid-set! fluid (convert (car args))))))))

(define (with-parameters parameters values thunk)
  (let ((parts (map (lambda (parameter) (parameter parameter-key)) parameters)))
    (with-fluids* (map car parts)
                  (map (lambda (part value) ((cdr part) value)) parts values)
                  thunk)))

;;; (parameterize ((parameter value) ...) body ...)
(define-macro (parameterize bindings . body)
  #`(with-parameters (list #,@(map car bindings)) (list #,@(map cadr bindings)) (lambda () #,@body)))

;;; ---- Promises ----

(define promise-type (make-record-type 'promise '(done? value)))
(define make-promise-record (record-constructor promise-type))
(define promise? (record-predicate promise-type))
(define promise-done? (record-accessor promise-type 'done?))
(define set-promise-done! (record-modifier promise-type 'done?))
(define promise-value (record-accessor promise-type 'value))
(define set-promise-value! (record-modifier promise-type 'value))

(define-macro (delay expression)
  #`(make-promise-record #f (lambda () #,expression)))

(define (make-promise value)
  (if (promise? value) value (make-promise-record #t value)))

(define (force promise)
  (cond ((not (promise? promise)) promise)
        ((promise-done? promise) (promise-value promise))
        (else
         (let ((value ((promise-value promise))))
           ;; computing it may have forced it already
           (unless (promise-done? promise)
             (set-promise-value! promise value)
             (set-promise-done! promise #t))
           (promise-value promise)))))

;;; ---- Errors ----

;;; (false-if-exception expression)
(define-macro (false-if-exception expression)
  #`(catch #t (lambda () #,expression) (lambda ignored #f)))

;;; (call-with-escape-continuation receiver)
(define call/cc call-with-current-continuation)
(define call-with-escape-continuation call-with-current-continuation)
(define call/ec call-with-current-continuation)
