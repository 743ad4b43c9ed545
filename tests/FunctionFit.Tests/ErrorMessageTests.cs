using System.CommandLine;
using MLNetDeep.Neural;
using MLNetDeep.Samples;

namespace FunctionFit.Tests;

public class ErrorMessageTests
{
    [Fact]
    public void Too_little_memory_on_a_device_is_a_message_that_names_the_sample_s_option()
    {
        DeviceMemoryException error = new("CUDA device 0", 1 << 20, "Lower BatchSize.");
        Assert.Equal(
            "There is too little memory on CUDA device 0: 1,048,576 bytes were asked for. Lower --batch-size.",
            ErrorMessage.From(error, [("BatchSize", new Option<int>("--batch-size"))]));
    }
}
