;;; (mes syntax): syntax-rules.
;;;
;;; A rule's pattern is compared with the form; what its variables matched is put into its template. All other names of
;;; the template are renamed, so that they neither capture the program's variables nor are captured by them.
;;;
;;;   pattern := variable | literal | _ | (pattern ... [pattern <ellipsis> pattern ...] [. pattern]) | #(pattern ...)
;;;
;;; Bindings are a list of (variable . form), or (variable <repeated> . values) for one behind which an ellipsis stands;
;;; these values may be repeated themselves.

(define-macro (syntax-rules literals . rules)
  #`(rules->transformer '#,literals '#,rules))

(define repeated (list 'repeated))

(define (repeated? x) (and (pair? x) (eq? (car x) repeated)))

(define (ellipsis? x) (and (symbol? x) (eq? (%original-names x) '...)))

(define (ellipsis-follows? x) (and (pair? (cdr x)) (ellipsis? (cadr x))))

(define (rules->transformer literals rules)
  (lambda (form)
    (let loop ((rest rules))
      (if (null? rest)
          (error 'syntax-error "no rule matches" (%original-names form))
          ;; the name of the macro, where its pattern has anything, is not compared
          (let ((bindings (match-pattern (cdaar rest) (cdr form) literals '())))
            (if bindings
                (instantiate (cadar rest) bindings)
                (loop (cdr rest))))))))

;;; ---- Patterns ----

;;; BINDINGS and those of the pattern, or #f
(define (match-pattern pattern form literals bindings)
  (cond ((symbol? pattern)
         (cond ((memq pattern literals)
                (and (symbol? form) (eq? (%original-names form) (%original-names pattern)) bindings))
               ((eq? pattern '_) bindings)
               (else (acons pattern form bindings))))
        ((pair? pattern)
         (if (ellipsis-follows? pattern)
             (match-repeated (car pattern) (cddr pattern) form literals bindings)
             (and (pair? form)
                  (let ((bindings (match-pattern (car pattern) (car form) literals bindings)))
                    (and bindings (match-pattern (cdr pattern) (cdr form) literals bindings))))))
        ((null? pattern) (and (null? form) bindings))
        ((vector? pattern)
         (and (vector? form) (match-pattern (vector->list pattern) (vector->list form) literals bindings)))
        (else (and (equal? pattern form) bindings))))

(define (count-pairs x)
  (let loop ((x x) (n 0))
    (if (pair? x) (loop (cdr x) (+ n 1)) n)))

;;; PATTERN as often as possible, then TAIL
(define (match-repeated pattern tail form literals bindings)
  (let loop ((n (- (count-pairs form) (count-pairs tail))) (form form) (matches '()))
    (cond ((> n 0)
           (let ((match (match-pattern pattern (car form) literals '())))
             (and match (loop (- n 1) (cdr form) (cons match matches)))))
          ((< n 0) #f)
          (else
           (match-pattern tail form literals
                          (append (map (lambda (variable)
                                         (cons* variable repeated
                                                (map (lambda (match) (cdr (assq variable match))) (reverse matches))))
                                       (pattern-variables pattern literals))
                                  bindings))))))

(define (pattern-variables pattern literals)
  (cond ((symbol? pattern)
         (if (or (memq pattern literals) (ellipsis? pattern) (eq? pattern '_)) '() (list pattern)))
        ((pair? pattern)
         (append (pattern-variables (car pattern) literals) (pattern-variables (cdr pattern) literals)))
        ((vector? pattern) (pattern-variables (vector->list pattern) literals))
        (else '())))

;;; ---- Templates ----

(define (instantiate template bindings)
  (define renamed '())
  (define (rename symbol)
    (cdr (or (assq symbol renamed)
             (begin
               (set! renamed (acons symbol (%rename symbol) renamed))
               (car renamed)))))
  (define (expand template bindings)
    (cond ((symbol? template)
           (let ((binding (assq template bindings)))
             (if binding (cdr binding) (rename template))))
          ((pair? template)
           (cond ((and (ellipsis? (car template)) (pair? (cdr template)))
                  (expand-verbatim (cadr template) bindings))
                 ((ellipsis-follows? template) (expand-repeated template bindings))
                 (else (cons (expand (car template) bindings) (expand (cdr template) bindings)))))
          ((vector? template) (list->vector (expand (vector->list template) bindings)))
          (else template)))
  ;; behind (<ellipsis> template), an ellipsis is a name like others
  (define (expand-verbatim template bindings)
    (cond ((pair? template)
           (cons (expand-verbatim (car template) bindings) (expand-verbatim (cdr template) bindings)))
          ((ellipsis? template) template)
          (else (expand template bindings))))
  ;; (template <ellipsis> ... . rest): every further ellipsis appends the lists of the one before
  (define (expand-repeated template bindings)
    (let loop ((rest (cddr template)) (depth 1))
      (if (and (pair? rest) (ellipsis? (car rest)))
          (loop (cdr rest) (+ depth 1))
          (append (expand-depth (car template) bindings depth) (expand rest bindings)))))
  (define (expand-depth template bindings depth)
    (if (= depth 0)
        (list (expand template bindings))
        (append-map (lambda (bindings) (expand-depth template bindings (- depth 1)))
                    (repetitions (filter (lambda (binding) (repeated? (cdr binding)))
                                         (used-bindings template bindings))
                                 bindings))))
  (expand template bindings))

(define (used-bindings template bindings)
  (cond ((symbol? template)
         (let ((binding (assq template bindings)))
           (if binding (list binding) '())))
        ((pair? template)
         (append (used-bindings (car template) bindings) (used-bindings (cdr template) bindings)))
        ((vector? template) (used-bindings (vector->list template) bindings))
        (else '())))

;;; For every value of the repeated variables, the bindings with this value
(define (repetitions variables bindings)
  (when (null? variables)
    (error 'syntax-error "an ellipsis follows something that does not repeat"))
  (let loop ((values (map cddr variables)) (result '()))
    (if (every pair? values)
        (loop (map cdr values)
              (cons (append (map (lambda (variable values) (cons (car variable) (car values))) variables values)
                            bindings)
                    result))
        (reverse result))))

;;; (define-syntax-rule (NAME . PATTERN) TEMPLATE)
(define-macro (define-syntax-rule pattern template)
  #`(define-syntax #,(car pattern) (syntax-rules () ((_ #,@(cdr pattern)) #,template))))
