using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Benchmarks.Deployment;

// The network as ONNX, with ONNX Runtime on one thread, and nothing of ML.NET.
ScoredDigits.Run(args, path =>
{
    using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    InferenceSession session = new(path, options);
    float[] row = new float[28 * 28];
    string[] inputs = [session.InputNames[0]], outputs = [session.OutputNames[0]];
    OrtValue[] values = [OrtValue.CreateTensorValueFromMemory(row, [1, row.Length])];
    RunOptions run = new();
    return pixels =>
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = pixels[i] / 255f;
        }

        using IDisposableReadOnlyCollection<OrtValue> scores = session.Run(run, inputs, values, outputs);
        ReadOnlySpan<float> digits = scores[0].GetTensorDataAsSpan<float>();
        int best = 0;
        for (int i = 1; i < digits.Length; i++)
        {
            best = digits[i] > digits[best] ? i : best;
        }

        return best;
    };
});
