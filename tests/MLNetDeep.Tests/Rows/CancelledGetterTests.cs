using Microsoft.ML;
using MLNetDeep.Rows;

namespace MLNetDeep.Tests.Rows;

public class CancelledGetterTests
{
    [Fact]
    public void A_cancellation_in_a_getter_keeps_its_type_and_other_failures_name_the_column()
    {
        ValueGetter<int> cancelled = static (ref int _) => throw new OperationCanceledException();
        ValueGetter<int> failing = static (ref int _) => throw new IOException("The disk is gone.");
        int value = 0;
        Assert.Throws<OperationCanceledException>(() => new GuardedGetter<int>("Score", cancelled).Get(ref value));
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => new GuardedGetter<int>("Score", failing).Get(ref value));
        Assert.Contains("'Score'", failure.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(failure.InnerException);
    }
}
