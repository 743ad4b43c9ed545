using Microsoft.ML.Runtime;

namespace EmbeddedML.Tests;

/// <summary>Makes environments for tests that do not need a whole MLContext.</summary>
internal static class TestEnvironment
{
    public static HostEnvironment Create() => Create(static (_, _) => { });

    public static HostEnvironment Create(Action<MessageSource, ChannelMessage> listener) => new(seed: 1, listener);
}
