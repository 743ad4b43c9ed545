using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests.Core.Environment;

/// <summary>What environments and channels say of themselves, as in Microsoft.ML 5.0.0.</summary>
public class HostEnvironmentTests
{
    private readonly IHostEnvironment _env = new MLContext(5);

    [Fact]
    public void Hosts_are_described_alike_and_channels_by_their_names()
    {
        IHost host = _env.Register("Foo").Register("Bar");
        using IChannel channel = host.Start("Work");
        Assert.Equal("HostEnvironment", _env.ContextDescription);
        Assert.Equal("HostEnvironment", host.ContextDescription);
        Assert.Equal("Bar; Work", channel.ContextDescription);
    }

    [Fact]
    public void Exceptions_are_marked()
    {
        IHost host = _env.Register("Foo").Register("Bar");
        using IChannel channel = host.Start("Work");
        var thrown = new InvalidOperationException("text");
        Assert.Same(thrown, host.Process(thrown));
        Assert.Equal("Environment", thrown.Data["Throwing component"]);
        Assert.Equal(1, thrown.Data["ML_IsMarked"]);
        Assert.Equal(2, thrown.Data.Count);
        Assert.Equal(4, channel.Process(new InvalidOperationException("text")).Data.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void What_registers_needs_a_name(string? name) => Assert.Throws<ArgumentOutOfRangeException>(() => _env.Register(name!));
}
