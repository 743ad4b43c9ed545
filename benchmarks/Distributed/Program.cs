using System.CommandLine;
using MLNetDeep.Benchmarks.Distributed.Relay;

// Training on several hosts: measurements, and the arithmetic that they are compared with.
Argument<double> delay = new("delay") { Description = "How long each frame is held, in milliseconds." };
Argument<string[]> interfaces = new("interfaces") { Description = "The interfaces between which frames are passed on." };
Command relay = new("relay", "Passes frames on between network interfaces after a delay; needs Linux and root. Runs until it is ended.")
{
    delay, interfaces,
};
relay.SetAction(arguments =>
{
    using FrameRelay frames = new(arguments.GetRequiredValue(interfaces), TimeSpan.FromMilliseconds(arguments.GetValue(delay)));
    Console.WriteLine("ready");
    frames.Run();
});

RootCommand command = new("Measures training on several hosts, and computes what it should take.") { relay };
return command.Parse(args).Invoke();
