namespace MLNetDeep.Hosting.Tests.Dashboard;

public class TrainingDashboardOptionsTests
{
    [Fact]
    public void Values_that_are_not_accepted_are_refused_by_name()
    {
        Refused("Port is -1; accepted: 0 to 65535.", () => new TrainingDashboardOptions { Port = -1 });
        Refused("Port is 65536; accepted: 0 to 65535.", () => new TrainingDashboardOptions { Port = 65536 });
        Refused("Title is empty; accepted: a name.", () => new TrainingDashboardOptions { Title = "" });
        Refused("SavePath is empty; accepted: a name.", () => new TrainingDashboardOptions { SavePath = "" });
        Refused(
            "UpdateInterval is 00:00:00.0090000; accepted: 10 ms to 1 minute.",
            () => new TrainingDashboardOptions { UpdateInterval = TimeSpan.FromMilliseconds(9) });
        Refused(
            "UpdateInterval is 00:01:00.0010000; accepted: 10 ms to 1 minute.",
            () => new TrainingDashboardOptions { UpdateInterval = TimeSpan.FromMilliseconds(60_001) });
    }

    [Fact]
    public void Options_are_compared_by_value() =>
        Assert.Equal(
            new TrainingDashboardOptions { SavePath = "a", Port = 80 }, new TrainingDashboardOptions { Port = 80, SavePath = "a" });

    private static void Refused(string message, Func<TrainingDashboardOptions> create) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(create).Message);
}
