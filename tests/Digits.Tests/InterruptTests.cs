using MLNetDeep.Samples.Digits;
using Samples.Tests;

namespace Digits.Tests;

/// <summary>Interrupts the running program by Ctrl-C.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly SmallDigits _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ctrl_C_stops_at_the_next_batch_with_exit_code_130()
    {
        string remainingOutput = await SampleProcess.InterruptAsync(
            typeof(DigitsCommand), "Epoch 2/", "--epochs", "1000000", "--data", _data.Folder, "--save", _data.File("model.zip"));
        Assert.DoesNotContain("Micro accuracy", remainingOutput);
        Assert.False(File.Exists(_data.File("model.zip")));
    }
}
