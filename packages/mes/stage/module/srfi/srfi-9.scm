;;; (srfi srfi-9) and (srfi srfi-9 gnu): records. The procedures themselves are made in C.

;;; (define-record-type TYPE (CONSTRUCTOR FIELD ...) PREDICATE (FIELD GETTER [SETTER]) ...)
;;; TYPE may be (TYPE . anything); instead of (CONSTRUCTOR FIELD ...), CONSTRUCTOR means all fields and #f none.
(define-macro (define-record-type type constructor predicate . fields)
  (let ((type (if (pair? type) (car type) type))
        (names (map (lambda (field) (if (pair? field) (car field) field)) fields)))
    #`(begin
        (define #,type (make-record-type '#,type '#,names))
        #,@(record-constructor-definition type constructor names)
        #,@(if predicate
               (list #`(define #,predicate (record-predicate #,type '#,predicate)))
               '())
        #,@(append-map (lambda (field) (if (pair? field) (record-field-definitions type field) '())) fields))))

(define (record-constructor-definition type constructor names)
  (cond ((pair? constructor)
         (list #`(define #,(car constructor)
                   (record-constructor #,type '#,(cdr constructor) '#,(car constructor)))))
        (constructor (list #`(define #,constructor (record-constructor #,type '#,names '#,constructor))))
        (else '())))

(define (record-field-definitions type field)
  (let ((name (car field)))
    (append
     (if (pair? (cdr field))
         (list #`(define #,(cadr field) (record-accessor #,type '#,name '#,(cadr field))))
         '())
     (if (and (pair? (cdr field)) (pair? (cddr field)))
         (list #`(define #,(caddr field) (record-modifier #,type '#,name '#,(caddr field))))
         '()))))

(define-macro (define-immutable-record-type . parts)
  #`(define-record-type #,@parts))

;;; (set-field RECORD (GETTER ...) VALUE): a copy with another value there. More than one getter: in the record within.
(define-macro (set-field record getters value)
  (if (null? (cdr getters))
      #`(%set-field #,record #,(car getters) #,value)
      (let ((outer (gensym)))
        #`(let ((#,outer #,record))
            (%set-field #,outer #,(car getters) (set-field (#,(car getters) #,outer) #,(cdr getters) #,value))))))

;;; (set-fields RECORD ((GETTER ...) VALUE) ...)
(define-macro (set-fields record . changes)
  (if (null? changes)
      record
      #`(set-fields (set-field #,record #,(caar changes) #,(cadar changes)) #,@(cdr changes))))
