namespace MLNetDeep.TorchSharp.Tests.Native;

/// <summary>The choice between CPU and CUDA, on a system that pretends to have two CUDA devices.</summary>
public class DeviceChoiceTests
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_device_that_is_there_is_chosen(int device)
    {
        Assert.Equal(device, Choose(device, fallBackToCpu: false));
        Assert.Equal(device, Choose(device, fallBackToCpu: true));
        Assert.Empty(_warnings);
    }

    // ML.NET's own trainers on GPUs do so.
    [Fact]
    public void Without_a_device_id_the_CPU_is_chosen_though_there_is_CUDA()
    {
        Assert.Null(Choose(null, fallBackToCpu: false));
        Assert.Null(Choose(null, fallBackToCpu: true));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_missing_device_is_the_CPU_with_a_warning()
    {
        Assert.Null(Choose(2, fallBackToCpu: true));
        Assert.Equal(["MLContext.GpuDeviceId is 2, but the CPU is used. There is no 2."], _warnings);
    }

    [Fact]
    public void A_missing_device_without_fallback_throws_with_ML_NETs_words()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Choose(2, fallBackToCpu: false));

        Assert.StartsWith("Fallback to CPU is false but no GPU detected. MLContext.GpuDeviceId is 2. There is no 2.", error.Message);
        Assert.Empty(_warnings);
    }

    private int? Choose(int? device, bool fallBackToCpu) =>
        DeviceChoice.Choose(device, fallBackToCpu, _warnings.Add, index => index < 2 ? null : $"There is no {index}.");
}
