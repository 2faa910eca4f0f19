;;; (mes guile): files, strings as files, format, and other things that Guile has.

;;; ---- Ports for a while ----

;;; Calls THUNK while PORT is the current one, which SET-PORT makes it.
(define (with-port set-port port thunk)
  (define (swap!) (set! port (set-port port)))
  (dynamic-wind swap! thunk swap!))

(define (with-output-to-port port thunk) (with-port set-current-output-port port thunk))
(define (with-input-from-port port thunk) (with-port set-current-input-port port thunk))
(define (with-error-to-port port thunk) (with-port set-current-error-port port thunk))

(define (with-output-to-string thunk)
  (let ((port (open-output-string)))
    (with-output-to-port port thunk)
    (get-output-string port)))

(define (with-input-from-string string thunk)
  (with-input-from-port (open-input-string string) thunk))

(define close-input-port close-port)
(define close-output-port close-port)
(define write-string display)

(define (call-with-output-string f)
  (let ((port (open-output-string)))
    (f port)
    (get-output-string port)))

(define (call-with-input-string string f)
  (f (open-input-string string)))

;;; What F returns, when the port is closed
(define (call-with-port port f)
  (call-with-values (lambda () (f port))
    (lambda results
      (close-port port)
      (apply values results))))

(define (call-with-input-file name f) (call-with-port (open-input-file name) f))
(define (call-with-output-file name f) (call-with-port (open-output-file name) f))

(define (with-input-from-file name thunk)
  (call-with-input-file name (lambda (port) (with-input-from-port port thunk))))

(define (with-output-to-file name thunk)
  (call-with-output-file name (lambda (port) (with-output-to-port port thunk))))

(define (with-error-to-file name thunk)
  (call-with-output-file name (lambda (port) (with-error-to-port port thunk))))

(define (read-line . port)
  (let ((c (apply peek-char port)))
    (if (eof-object? c) c (apply %read-up-to #\newline port))))

(define (read-string . port) (apply %read-up-to #f port))

(define (read-delimited delimiters . port)
  (let ((delimiters (string->char-set delimiters)))
    (let loop ((c (apply read-char port)) (result '()))
      (if (or (eof-object? c) (char-set-contains? delimiters c))
          (if (and (eof-object? c) (null? result)) c (reverse-list->string result))
          (loop (apply read-char port) (cons c result))))))

;;; Bytes as numbers, -1 at the end
(define (read-byte . port) (char->integer (apply read-char port)))
(define (peek-byte . port) (char->integer (apply peek-char port)))
(define (unread-byte byte . port) (apply unread-char (integer->char byte) port) byte)
(define (write-byte byte . port) (apply write-char (integer->char (logand byte 255)) port))

(define (read-input-file . port)
  (let loop ((datum (apply read port)) (result '()))
    (if (eof-object? datum)
        (reverse result)
        (loop (apply read port) (cons datum result)))))

;;; ---- format ----

;;; (format DESTINATION STRING ARGUMENT ...): ~a as by display, ~s as by write, ~d ~x ~o ~b numbers, ~c a character,
;;; ~% and ~& a newline, ~~ a tilde. DESTINATION: #t, #f for a string, or a port
(define (format destination string . arguments)
  (cond ((eq? destination #t) (format-to (current-output-port) string arguments))
        ((not destination) (call-with-output-string (lambda (port) (format-to port string arguments))))
        ((string? destination) (apply format #f destination string arguments))
        (else (format-to destination string arguments))))

(define simple-format format)

(define (format-to port string arguments)
  (let loop ((at 0) (arguments arguments))
    (let ((tilde (string-index string #\~ at)))
      (cond ((not tilde) (display (substring string at) port))
            ((= (+ tilde 1) (string-length string)) (error 'format "nothing follows the tilde:" string))
            (else
             (display (substring string at tilde) port)
             (loop (+ tilde 2) (format-directive port (string-ref string (+ tilde 1)) string arguments)))))))

;;; Returns the arguments that are left.
(define (format-directive port directive string arguments)
  (define (argument)
    (if (null? arguments) (error 'format "too few arguments:" string) (car arguments)))
  (case (char-downcase directive)
    ((#\a) (display (argument) port) (cdr arguments))
    ((#\s) (write (argument) port) (cdr arguments))
    ((#\d) (display (argument) port) (cdr arguments))
    ((#\c) (display (argument) port) (cdr arguments))
    ((#\x) (display (number->string (argument) 16) port) (cdr arguments))
    ((#\o) (display (number->string (argument) 8) port) (cdr arguments))
    ((#\b) (display (number->string (argument) 2) port) (cdr arguments))
    ((#\% #\& #\n) (newline port) arguments)
    ((#\~) (display #\~ port) arguments)
    (else (error 'format "unknown directive:" directive string))))

;;; ---- File names ----

(define (basename name . suffix)
  (let* ((end (let loop ((end (string-length name)))
                (if (and (> end 1) (char=? (string-ref name (- end 1)) #\/)) (loop (- end 1)) end)))
         (slash (string-rindex name #\/ 0 end))
         (base (substring name (if (and slash (< (+ slash 1) end)) (+ slash 1) 0) end)))
    (if (and (pair? suffix) (string-suffix? (car suffix) base) (not (string=? (car suffix) base)))
        (substring base 0 (- (string-length base) (string-length (car suffix))))
        base)))

(define (dirname name)
  (let ((slash (string-rindex name #\/)))
    (cond ((not slash) ".")
          ((= slash 0) "/")
          (else (substring name 0 slash)))))

;;; The first file of this name in the folders, or #f
(define (search-path folders name)
  (if (string-prefix? "/" name)
      (and (file-exists? name) name)
      (let loop ((folders folders))
        (and (pair? folders)
             (let ((file (string-append (car folders) "/" name)))
               (if (file-exists? file) file (loop (cdr folders))))))))

(define %load-path
  (cons %moduledir (string-split (or (getenv "GUILE_LOAD_PATH") "") #\:)))

;;; ---- The rest ----

;;; (assert EXPRESSION)
(define-macro (assert expression)
  #`(if #,expression #t (error 'assert "is false:" '#,expression)))

(define (effective-version) %version)
(define version effective-version)
