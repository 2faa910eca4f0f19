;;; driver.scm : the command line, gcc-like; the programs M1, hex2 and blood-elf do the rest
;;;
;;;   prog.c  -- preprocess, compile -->  prog.s (M1)  -- M1 -->  prog.o (hex2 text)  -- hex2 -->  a.out
;;; A library libNAME.a is the concatenation of objects; linking puts header, crt1, objects, libraries
;;; and footer one after the other.

(define *options* '())                   ; (name . value) as given, newest first
(define *files* '())

(define (option name) (let ((found (assq name *options*))) (and found (cdr found))))
(define (options name)
  (let loop ((options *options*) (values '()))
    (cond ((null? options) values)
          ((eq? name (caar options)) (loop (cdr options) (cons (cdar options) values)))
          (else (loop (cdr options) values)))))
(define (set-option! name value) (set! *options* (cons (cons name value) *options*)))

(define usage
  "Usage: mescc [OPTION]... FILE...
  -c               compile and assemble, do not link
  -S               compile only, to M1 text
  -E               preprocess only
  -o FILE          write to FILE
  -D NAME[=VALUE]  define a macro          -U NAME  undefine it
  -I DIR           search DIR for headers  -L DIR   search DIR for libraries
  -l NAME          link with libNAME.a     -g       add symbols to the executable
  -nostdlib        link without crt1 and libraries (-nostartfiles, -nodefaultlibs: without one of them)
  --base-address=ADDRESS   of the executable, default 0x08048000
  -v               show the programs run
  --version, --help, -dumpmachine, --print-libgcc-file-name
")

;; options whose value may be joined or follow
(define (parse-arguments arguments)
  (if (pair? arguments)
      (let* ((argument (car arguments)) (rest (cdr arguments)) (length (string-length argument)))
        (define (starts? prefix) (string-prefix? prefix argument))
        (define (valued name prefix-length)
          (if (> length prefix-length)
              (begin (set-option! name (substring argument prefix-length length)) (parse-arguments rest))
              (begin
                (if (null? rest) (die "option " argument " needs a value"))
                (set-option! name (car rest))
                (parse-arguments (cdr rest)))))
        (define (flag name) (set-option! name #t) (parse-arguments rest))
        (cond
         ((or (= length 0) (not (char=? #\- (string-ref argument 0))) (string=? argument "-")
              (and (starts? "-l") (> length 2)))
          (set! *files* (append *files* (list argument)))
          (parse-arguments rest))
         ((member argument '("-h" "--help")) (display usage) (exit 0))
         ((member argument '("-V" "--version")) (display "mescc (fullsource) 0.1\n") (exit 0))
         ((string=? argument "-dumpmachine") (display "x86-linux-mes\n") (exit 0))
         ((string=? argument "--print-libgcc-file-name") (display "-lmescc\n") (exit 0))
         ((string=? argument "-c") (flag 'object))
         ((string=? argument "-S") (flag 'assembly))
         ((string=? argument "-E") (flag 'preprocess))
         ((string=? argument "-g") (flag 'symbols))
         ((string=? argument "-v") (flag 'verbose))
         ((string=? argument "-nostdlib") (flag 'no-standard-libraries))
         ((string=? argument "-nostartfiles") (flag 'no-start-files))
         ((string=? argument "-nodefaultlibs") (flag 'no-default-libraries))
         ((string=? argument "-nostdinc") (flag 'no-standard-headers))
         ((starts? "--base-address=") (set-option! 'base-address (substring argument 15 length)) (parse-arguments rest))
         ((string=? argument "--base-address") (valued 'base-address length))
         ((or (starts? "-O") (starts? "-std") (starts? "--std") (starts? "-f") (starts? "-W") (starts? "-w")
              (starts? "--align")
              (member argument '("-static" "-no-pie" "-pedantic" "-pipe" "-ansi" "-m32" "--arch=x86" "--kernel=linux")))
          ;; the field's -w takes the form of -E as a value
          (parse-arguments (if (and (string=? argument "-w") (pair? rest) (member (car rest) '("pretty-print" "write")))
                               (cdr rest)
                               rest)))
         ((string=? argument "-m")
          (if (not (and (pair? rest) (string=? "32" (car rest)))) (die "only -m 32 is supported"))
          (parse-arguments (cdr rest)))
         ((string=? argument "-x") (parse-arguments (if (pair? rest) (cdr rest) rest)))
         ((string=? argument "-include") (valued 'include length))
         ((starts? "-o") (valued 'output 2))
         ((starts? "-D") (valued 'define 2))
         ((starts? "-U") (valued 'undefine 2))
         ((starts? "-I") (valued 'include-directory 2))
         ((starts? "-L") (valued 'library-directory 2))
         ((string=? argument "-l")
          (if (null? rest) (die "option -l needs a value"))
          (parse-arguments (cons (string-append "-l" (car rest)) (cdr rest))))
         (else (die "unknown option " argument))))))

(define (definition-text text)
  (let ((equals (string-position text #\= 0)))
    (if equals
        (string-append "#define " (substring text 0 equals) " " (substring text (+ equals 1) (string-length text)) "\n")
        (string-append "#define " text " 1\n"))))

(define (predefined-text)
  (apply string-append predefined
         (append
          (map definition-text (options 'define))
          (map (lambda (name) (string-append "#undef " name "\n")) (options 'undefine))
          (map (lambda (name) (string-append "#include \"" name "\"\n")) (options 'include)))))

;;; Compilation

(define (environment-directories name)
  (let ((value (getenv name)))
    (if value (filter (lambda (d) (> (string-length d) 0)) (string-split value #\:)) '())))

(define *prefix* "")

(define (include-directories)
  (append (options 'include-directory)
          (if (option 'no-standard-headers)
              '()
              (append (environment-directories "includedir")
                      (environment-directories "CPATH")
                      (environment-directories "C_INCLUDE_PATH")
                      (list (string-append *prefix* "include") (string-append *prefix* "mes/include"))))))

;; Names private to a unit carry a checksum of its file name, definitions and text: the same in every
;; folder, different for units that are linked together.
(define (unit-suffix name text)
  (let loop ((i 0) (sum (string-length text)) (step (if (> (string-length text) 4000) 37 1)))
    (if (< i (string-length text))
        (loop (+ i step) (modulo (+ (* sum 31) (char->integer (string-ref text i))) 15485863) step)
        (let name-loop ((i 0) (sum sum))
          (if (< i (string-length name))
              (name-loop (+ i 1) (modulo (+ (* sum 31) (char->integer (string-ref name i))) 15485863))
              (string-append "_" (number->string sum 16)))))))

(define (reset-compiler! name)
  (if (not (file-readable? name)) (die "cannot read " name))
  (set! identifiers (make-hash-table 4099))
  (install-keywords!)
  (install-type-words!)
  (set! *include-directories* (include-directories))
  (set! *once-files* '())
  (set! *pack* #f)
  (set! *ahead* #f)
  (set! *in-directive* #f)
  (set! *scope* '())
  (set! *depth* 0)
  (set! *function* #f)
  (set! *globals* '())
  (set! *strings* '())
  (set! *string-table* (make-hash-table 997))
  (set! *linked* (make-hash-table 997))
  (set! *label-count* 0)
  (set! *unit* (unit-suffix (apply string-append (base-name name) (options 'define)) (read-file-once name)))
  (set! *size* 0)
  (set! *live?* #t)
  (set! *pending-jump* #f)
  (start-preprocessor! name (predefined-text)))

(define (open-output name)
  (if (string=? name "-") (current-output-port) (open-output-file name)))

(define (close-output port name)
  (if (not (string=? name "-")) (close-port port)))

(define (preprocess-file name output)
  (reset-compiler! name)
  (let ((port (open-output output)))
    (print-preprocessed port)
    (close-output port output)))

;; A failing compilation leaves no file: compile-error-exit deletes what was written.
(define (compile-file name output)
  (reset-compiler! name)
  (set! *out* (open-output output))
  (set! *partial-output* output)
  (parse-unit)
  (emit-data)
  (set! *partial-output* #f)
  (close-output *out* output))

(define *partial-output* #f)

(define (compile-error-exit)
  (if (and *partial-output* (not (string=? *partial-output* "-")))
      (begin (close-port *out*) (delete-file *partial-output*)))
  (exit 1))

;;; Assembling and linking

;; What the environment names, else what stands beside the compiler, else what PATH leads to.
(define (program name variable)
  (let ((beside (string-append *prefix* "bin/" name)))
    (or (getenv variable) (if (file-readable? beside) beside name))))

(define (run! words)
  (if (option 'verbose) (begin (for-each (lambda (w) (print-error w " ")) words) (print-error "\n")))
  (if (not (= 0 (run-program words)))
      (die (car words) " failed")))

(define (assemble source object)
  (run! (list (program "M1" "M1") "--little-endian" "--architecture" "x86" "-f" source "-o" object)))

(define (base-name name)
  (let* ((slash (string-last-position name #\/))
         (file (if slash (substring name (+ slash 1) (string-length name)) name))
         (dot (string-last-position file #\.)))
    (if dot (substring file 0 dot) file)))

(define (extension name)
  (let ((dot (string-last-position name #\.)))
    (if dot (substring name (+ dot 1) (string-length name)) "")))

(define (library-directories)
  (append (options 'library-directory)
          (environment-directories "LIBRARY_PATH")
          (environment-directories "libdir")
          (list (string-append *prefix* "lib"))))

(define (find-library-file name)
  (let loop ((directories (library-directories)))
    (if (null? directories)
        (die "cannot find " name)
        (let ((plain (string-append (car directories) "/" name))
              (nested (string-append (car directories) "/x86-mes/" name)))
          (cond ((file-readable? plain) plain)
                ((file-readable? nested) nested)
                (else (loop (cdr directories))))))))

(define (library-file argument)
  (find-library-file (string-append "lib" (substring argument 2 (string-length argument)) ".a")))

;; object file of an argument; made when it is a source: (file . temporary?)
(define (object-of name output)
  (cond
   ((string-prefix? "-l" name) (cons (library-file name) #f))
   ((member (extension name) '("c" "h" "i"))
    (let ((source (string-append output "." (base-name name) ".s"))
          (object (string-append output "." (base-name name) ".o")))
      (compile-file name source)
      (assemble source object)
      (delete-file source)
      (cons object #t)))
   ((member (extension name) '("s" "S" "M1"))
    (let ((object (string-append output "." (base-name name) ".o")))
      (assemble name object)
      (cons object #t)))
   (else (cons name #f))))

(define (link objects output)
  (let* ((bare? (option 'no-standard-libraries))
         (symbols? (option 'symbols))
         (program-files
          (append
           (if (or bare? (option 'no-start-files)) '() (list (find-library-file "crt1.o")))
           (if (or bare? (option 'no-default-libraries)) '() (map library-file (default-libraries)))
           objects))
         (sections (separate program-files output))
         (footer (if symbols? (make-symbols sections output) (list (find-library-file "elf32-footer.hex2")))))
    (run! (append (list (program "hex2" "HEX2") "--little-endian" "--architecture" "x86"
                        "--base-address" (or (option 'base-address) "0x08048000"))
                  (append-map (lambda (file) (list "-f" file))
                              (append (list (find-library-file
                                             (if symbols? "elf32-header-debug.hex2" "elf32-header.hex2")))
                                      sections footer))
                  (list "-o" output)))
    (for-each delete-file (if symbols? (cons (cadr footer) sections) sections))
    (chmod output 493)))

;; Writing beside running code is slow on real processors and slower on others.  So the code of all files
;; comes first, and their data a page behind it.
(define (separate files output)
  (let* ((names (list (string-append output ".code.o") (string-append output ".data.o")))
         (ports (map open-output-file names))
         (mark (string-append ":" section-mark "\n")))
    (display (make-string 8192 #\0) (cadr ports))
    (for-each (lambda (file)
                (let ((text (read-whole-file file)))
                  (let loop ((from 0) (ports ports))
                    (let ((end (string-contains text mark from)))
                      (display (substring text from (or end (string-length text))) (car ports))
                      (newline (car ports))
                      (if end (loop (+ end (string-length mark)) (reverse ports)))))))
              files)
    (for-each close-port ports)
    names))

;; -g : the labels of all objects as an ELF symbol table
(define (make-symbols files output)
  (let ((text (string-append output ".symbols.M1")) (object (string-append output ".symbols.o")))
    (run! (append (list (program "blood-elf" "BLOOD_ELF") "--little-endian")
                  (append-map (lambda (file) (list "-f" file)) files)
                  (list "-o" text)))
    (assemble text object)
    (delete-file text)
    (list (find-library-file "elf32-data.hex2") object)))

(define (default-libraries)
  (filter (lambda (name) (not (member name *files*))) '("-lc")))

(define (compile-all)
  (let ((output (option 'output)))
    (define (each suffix act)
      (if (and output (pair? (cdr *files*))) (die "-o with several files"))
      (for-each (lambda (name) (act name (or output (string-append (base-name name) suffix)))) *files*))
    (cond
     ((option 'preprocess)
      (for-each (lambda (name) (preprocess-file name (or output "-"))) *files*))
     ((option 'assembly)
      (set! *comments?* #t)
      (each ".s" compile-file))
     ((option 'object)
      (each ".o" (lambda (name object)
                   (let ((source (string-append object ".s")))
                     (if (member (extension name) '("s" "S" "M1"))
                         (assemble name object)
                         (begin
                           (compile-file name source)
                           (assemble source object)
                           (delete-file source)))))))
     (else
      (let* ((output (or output "a.out"))
             ;; hex2 takes the last of two definitions; the first, and a program's own before a library's, shall hold
             (objects (reverse (map (lambda (name) (object-of name output)) *files*))))
        (link (map car objects) output)
        (for-each (lambda (object) (if (cdr object) (delete-file (car object)))) objects))))))

;; The folder above that of the program, which is looked for as a shell does. It holds lib/ and include/.
(define (installation program)
  (let* ((folders (string-split (or (getenv "PATH") "/bin:/usr/bin") #\:))
         (path (if (string-position program #\/ 0) program (search-path folders program))))
    (string-append (directory-of (or path program)) "../")))

(define (main arguments)
  (set! *prefix* (or (getenv "MESCC_PREFIX") (installation (car arguments))))
  (parse-arguments (cdr arguments))
  (if (null? *files*) (begin (display usage (current-error-port)) (exit 2)))
  (compile-all)
  (exit 0))
