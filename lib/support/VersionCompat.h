//===- VersionCompat.h - Differences between LLVM versions ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows how the supported versions of LLVM and Clang differ:
// everything else is written against the newest one. A guard goes when its
// version is no longer supported.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_VERSIONCOMPAT_H
#define UNBLOCK_SUPPORT_VERSIONCOMPAT_H

#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR < 19 || LLVM_VERSION_MAJOR > 23
#error "unblock supports LLVM 19 to 23"
#endif

#endif // UNBLOCK_SUPPORT_VERSIONCOMPAT_H
