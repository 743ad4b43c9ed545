using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Interrupts the running program by Ctrl-C.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    // A shell's background jobs ignore SIGINT, and so do the tests that run in one.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_stops_at_the_next_batch_with_exit_code_130(bool isBackgroundJob)
    {
        string[] arguments = ["--epochs", "1000000", "--data", _data.Folder, "--save", _data.File("model.zip")];
        string remainingOutput = isBackgroundJob
            ? await SampleProcess.InterruptInBackgroundAsync(typeof(DigitsCommand), "Epoch 2/", arguments)
            : await SampleProcess.InterruptAsync(typeof(DigitsCommand), "Epoch 2/", arguments);
        Assert.DoesNotContain("Micro accuracy", remainingOutput);
        Assert.False(File.Exists(_data.File("model.zip")));
    }
}
