namespace MLNetDeep.TorchSharp.Tests;

public class BackendTests
{
    [Fact]
    public void The_backend_does_not_refer_to_ML_NET() =>
        Assert.DoesNotContain("Microsoft.ML", string.Join(' ', typeof(TorchBackend).GetInterfaces().Select(type => type.FullName)));
}
