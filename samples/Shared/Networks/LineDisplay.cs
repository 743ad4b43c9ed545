using MLNetDeep.Neural;

namespace MLNetDeep.Samples;

/// <summary>Shows training progress as one line of text per epoch, for output to files and pipes.</summary>
internal sealed class LineDisplay(TextWriter output) : TrainingDisplay
{
    public override void Report(TrainingProgress value)
    {
        if (!value.IsEpochEnd)
        {
            return;
        }

        string validation = value.Validation is { } result ? $", validation loss {result.Loss:F4}, accuracy {result.Accuracy:F4}" : "";
        output.WriteLine(
            $"Epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:F4}, accuracy {value.Accuracy:F4}{validation}, "
            + $"{value.Elapsed.TotalSeconds:F1} s since the start");
    }
}
