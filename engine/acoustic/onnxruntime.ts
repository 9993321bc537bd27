/**
 * The one door to ONNX Runtime. Its official builds for Linux and macOS send events about models and runs to their maker,
 * and write an identifier of the machine into the person's cache folder, unless this is set before it begins; which it does
 * with the first session, not when it is imported (microsoft/onnxruntime pull request 27379, since 1.29).
 */
process.env.ORT_DISABLE_TELEMETRY = '1';

export { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
