import 'reflect-metadata';
import { ADAPTERS } from '@evenground/composition';
import { feedbackService } from '@evenground/feedback';
import { runProcess } from '@evenground/host';

/** Feedback in a process of its own; any number of copies of it may run. */
runProcess({ services: [feedbackService], adapters: ADAPTERS });
