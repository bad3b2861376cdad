#!/bin/sh
# Tries the TensorFlow backend on an NVIDIA GPU: run it from anywhere on a machine that has one, with
# a JDK, the driver, CUDA 12 and cuDNN 9. It downloads 530 MB once. The last line says what came
# out.
set -eu

root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AE_TENSORFLOW=gpu

step() {
  echo
  echo "== $1"
}

step "The driver"
nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv

step "The backend is found, and preferred"
"$root/ae" doctor
"$root/ae" backends | tee "$work/backends"
grep -q "^tensorflow .*: usable, natives for linux-x86_64-gpu" "$work/backends"
grep -q "^chosen: tensorflow" "$work/backends"

# Products of full precision, which the tests expect; TF32 has three digits.
step "The tests of the backend, on the GPU"
tests=passed
NVIDIA_TF32_OVERRIDE=0 "$root/mvnw" -B -ntp -Dstyle.color=never -f "$root/pom.xml" -Pgpu \
  -pl ae-tensorflow -am -Denforcer.skip -Dspotless.check.skip -Dae.tensorflow.device=gpu \
  -Dtest='TensorFlowConformanceTest,ParityTest' -Dsurefire.failIfNoSpecifiedTests=false \
  package >"$work/tests" 2>&1 || tests=FAILED
grep -E "Tests run:|AssertionError: |BUILD" "$work/tests" | sort -u

step "Dense and convolutional training, data on the device"
"$root/ae" train --backend tensorflow:device=gpu --data mnist:train --epochs 5 \
  --out "$work/dense.ae4j" | tee "$work/dense"
"$root/ae" train --backend tensorflow:device=gpu --data mnist:train --encoder conv --decoder conv \
  --code-size 32 --loss bce --batch-size 128 --epochs 3 --out "$work/conv.ae4j" | tee "$work/conv"
grep -q "GPU 0" "$work/dense"
grep -q "GPU 0" "$work/conv"

step "The models on the GPU and on the pure-Java engine"
for model in dense conv; do
  "$root/ae" evaluate --backend tensorflow:device=gpu --model "$work/$model.ae4j" --data mnist:test
  "$root/ae" evaluate --backend jvm --model "$work/$model.ae4j" --data mnist:test
done

step "A GPU that is missing is refused"
if "$root/ae" train --backend tensorflow:device=gpu:99 --data mnist:train --epochs 1 \
    --out "$work/none.ae4j"; then
  echo "FAILED: there is no GPU 99"
  exit 1
fi

echo
if [ "$tests" = FAILED ]; then
  echo "FAILED: TensorFlow runs on the GPU, but not all conformance and parity tests pass"
  exit 1
fi
echo "PASSED: TensorFlow runs on the GPU; the conformance and parity tests pass"
