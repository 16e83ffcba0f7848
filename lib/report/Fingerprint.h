//===- Fingerprint.h - What identifies a finding across runs ----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fingerprint stays when lines are inserted above a finding, when the file is
// moved, and when the code around it is formatted anew. It is made of: the
// check, the blocking primitive, the names of the functions on the chain, and
// the text of the statement without white space and comments. It holds no path,
// no line number and no wording of a message.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_FINGERPRINT_H
#define UNBLOCK_REPORT_FINGERPRINT_H

#include "lib/report/Finding.h"
#include "lib/report/SourceText.h"
#include "llvm/ADT/ArrayRef.h"

namespace unblock::report {

/// One fingerprint for each of \p Findings, which are in the order of their
/// places: 16 hexadecimal digits, a colon, and a count that tells equal ones in
/// one file apart.
std::vector<std::string> fingerprints(llvm::ArrayRef<Finding> Findings,
                                      SourceText &Sources);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_FINGERPRINT_H
